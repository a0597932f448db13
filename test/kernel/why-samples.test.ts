/** `why --kernel`: samples of the pointers date commits through memory, also without a trace. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSchema } from '../cli/json-schema.js';
import { type Running, start, startAlsaMmap } from './program.js';
import { isRecording, mountTracefs, TRACEFS } from './tracefs.js';

/** Two samples, and what an emulated processor may take for each. */
const DATED_NS = 2e6;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-samples-'));
  const source = fileURLToPath(new URL('logged-owner.c', import.meta.url));
  const words = ['-O1', '-o', join(folder, 'owner'), source, '-lasound'];
  expect(spawnSync('gcc', words)).toMatchObject({ status: 0 });
  mountTracefs();
});
afterAll(() => rmSync(folder, { recursive: true }));

interface LoggedCommit {
  readonly beforeNs: number;
  readonly afterNs: number;
  readonly frames: number;
}

interface DatedCommit {
  readonly sinceNs: number;
  readonly ns: number;
  readonly frames: number;
}

/** Plays, runs `why` until the xrun that `plant` causes, and returns its document. */
async function explain(plant: (owner: Running) => void, isReady: (tracer: Running) => boolean) {
  // While it computes, its CPU is not that of `why` as well.
  const owner = start('nice', ['-n', '-19', join(folder, 'owner'), 'hw:AC97']);
  let tracer: Running | undefined;
  try {
    const commits: LoggedCommit[] = [];
    owner.onLine((line) => {
      const [beforeNs = 0, afterNs = 0, frames = 0] = line.split(' ').map(Number);
      commits.push({ beforeNs, afterNs, frames });
    });
    await sleep(500);
    tracer = startAlsaMmap('why', 'hw:AC97', '--kernel', '--json', '--for', '40s');
    const documents: string[] = [];
    tracer.onLine((line) => documents.push(line));
    await expect.poll(() => isReady(tracer!), { timeout: 30_000 }).toBe(true);
    await sleep(1500);
    const beginNs = Number(process.hrtime.bigint());
    plant(owner);
    const isOfPlant = (line: string) => {
      const { xruns = [], toNs } = JSON.parse(line);
      return (toNs ?? xruns.at(-1)?.ranDryNs ?? 0) > beginNs;
    };
    await expect.poll(() => documents.some(isOfPlant), { timeout: 30_000 }).toBe(true);
    return { document: JSON.parse(documents.find(isOfPlant)!), commits };
  } finally {
    tracer?.kill('SIGTERM');
    owner.kill('SIGCONT');
    owner.kill('SIGKILL');
    await Promise.all([owner.ended, tracer?.ended]);
  }
}

const sum = (commits: readonly LoggedCommit[]) =>
  commits.reduce((frames, commit) => frames + commit.frames, 0);

/**
 * Expects each commit of an account to lie between its bounds in the owner's log, and one of them
 * to be dated closely: a thread of the emulated machine may be late.
 */
function expectDated(dated: readonly DatedCommit[], logged: readonly LoggedCommit[]): void {
  expect(dated.length).toBeGreaterThan(1);
  const distances = dated.map(({ sinceNs, ns, frames }) => {
    const possible = logged.filter(({ beforeNs, afterNs }) => afterNs > sinceNs && beforeNs < ns);
    const certain = possible.filter(({ beforeNs, afterNs }) => beforeNs > sinceNs && afterNs < ns);
    expect(frames).toBeLessThanOrEqual(sum(possible));
    expect(frames).toBeGreaterThanOrEqual(sum(certain));
    return Math.abs(ns - possible.at(-1)!.afterNs);
  });
  console.log(`commits dated within ${distances.map((ns) => (ns / 1e6).toFixed(2)).join(', ')} ms`);
  expect(Math.min(...distances)).toBeLessThan(DATED_NS);
  // A period of 21 ms, which is between two pointer updates.
  expect(Math.min(...dated.map(({ sinceNs, ns }) => ns - sinceNs))).toBeLessThan(5e6);
}

describe('why --kernel', () => {
  it('dates commits that leave no event', async () => {
    const { document, commits } = await explain((owner) => owner.kill('SIGUSR1'), isRecording);
    const validate = compileSchema('why');
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    const [xrun] = document.xruns;
    expect(xrun.cause).toMatchObject({ kind: 'too-slow' });
    expectDated(xrun.commits, commits);
    expect(xrun.fill.length).toBeGreaterThan(xrun.commits.length);
  });

  it('finds xrun and commits without tracefs', async () => {
    expect(spawnSync('umount', [TRACEFS])).toMatchObject({ status: 0 });
    try {
      const begun = performance.now();
      const { document, commits } = await explain(
        (owner) => owner.kill('SIGSTOP'),
        () => performance.now() - begun > 8000,
      );
      const validate = compileSchema('likely');
      validate(document);
      expect(validate.errors ?? []).toEqual([]);
      expect(document).toMatchObject({ kind: 'stopped' });
      expectDated(document.commits, commits);
      expect(document.noticedNs).toBeGreaterThan(document.toNs);
      // A period of 21 ms.
      expect(document.noticedNs - document.toNs).toBeLessThan(30e6);
    } finally {
      spawnSync('mount', ['-t', 'tracefs', 'nodev', TRACEFS]);
    }
  });
});
