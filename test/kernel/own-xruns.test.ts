/** `--why`: a command explains the xruns of its own stream. */

import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { briefly } from '../brief.js';
import { PLAYS, RECORDS } from './cards.js';
import { type Running, startAlsaMmap } from './program.js';
import { isRecording, mountTracefs, tracesLeft } from './tracefs.js';

/** Attempts, because the emulated machine may be late itself at the same time. */
const ATTEMPTS = 3;
const ACCOUNT_MS = 40_000;

beforeAll(() => {
  mountTracefs();
});

/** Until it records. */
async function untilRecording(tracer: Running): Promise<void> {
  await expect.poll(() => isRecording(tracer), { timeout: 60_000 }).toBe(true);
}

interface Account {
  readonly ranDryNs: number;
  readonly cause: { readonly kind: string };
}

it.each(
  briefly(
    [
      ['play-sine', ['play-sine', PLAYS]],
      ['record', ['record', '/dev/null', RECORDS]],
    ] as const,
    1,
  ),
)(
  '%s --why names the signal that stopped it, and leaves no tracer',
  async (_, words) => {
    const program = startAlsaMmap(...words, '--why', '--json', '--buffer-size=16384');
    const accounts: Account[] = [];
    program.onLine((line) => {
      const { event, account } = JSON.parse(line);
      if (event === 'account') accounts.push(account);
    });
    try {
      const isStopped = () => accounts.some(({ cause }) => cause.kind === 'stopped');
      for (let attempt = 0; attempt < ATTEMPTS && !isStopped(); attempt++) {
        await untilRecording(program);
        await sleep(1000);
        const count = accounts.length;
        program.kill('SIGSTOP');
        await sleep(1500);
        program.kill('SIGCONT');
        const deadline = performance.now() + ACCOUNT_MS;
        while (accounts.length === count && performance.now() < deadline) await sleep(50);
      }
      program.kill('SIGINT');
      const { stdout } = await program.ended;
      expect(stdout).toMatch(/"event":"explaining","level":1/);
      expect(accounts.find(({ cause }) => cause.kind === 'stopped')).toMatchObject({
        owner: { tid: expect.any(Number) },
        cause: { signal: 'SIGSTOP', culprit: { tid: process.pid } },
      });
      expect(tracesLeft()).toEqual([]);
    } finally {
      program.kill('SIGKILL');
      await program.ended;
    }
  },
  200_000,
);
