/** Traces of Linux 6.12, 6.1 (D, E) and 7.2 (G), with causes that were planted. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/why/account/account.js';
import { explainXruns } from '../../src/why/account/explain-xruns.js';
import { traceModel } from '../../src/why/account/trace-model.js';
import { parseTrace } from '../../src/why/trace/parse-trace.js';

const recorded = (name: string) =>
  parseTrace(readFileSync(new URL(`../corpus/why/${name}.txt`, import.meta.url), 'utf8'));

const ms = (ns: number) => Math.round(ns / 1e4) / 100;

function expectWhole({ parts, timeline, missingNs }: Account): void {
  expect(Math.abs(parts.reduce((sum, { ns }) => sum + ns, 0) - missingNs)).toBeLessThan(1e5);
  expect(timeline.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0)).toBe(missingNs);
}

describe('a recorded trace', () => {
  it('of an owner that a shell stopped: SIGSTOP, with its sender', () => {
    const trace = recorded('A-stopped-by-a-signal');
    expect(trace).toMatchObject({ lost: [], overwritten: 0, unreadLines: 0 });
    const [account] = explainXruns(traceModel(trace));
    expectWhole(account!);
    expect(account).toMatchObject({
      owner: { pid: 218, command: 'aplay' },
      stream: { card: 2, device: 0, direction: 'playback', bufferSize: 4096, rateHz: 48_000 },
      noticed: { ns: 20_566_346_000, by: 'interrupt', interrupt: 'snd_intel8x0' },
      cause: { kind: 'stopped', signal: 'SIGSTOP', culprit: { pid: 190, command: 'bash' } },
      dueNs: 20_505_446_000,
      restartedNs: 20_976_509_000,
    });
    expect(account!.parts).toMatchObject([{ kind: 'stopped', share: 1 }]);
    expect(ms(account!.missingNs)).toBe(52.98);
    // 383 frames past the end at 48.6 frames per ms of this pointer.
    expect(ms(account!.noticed.ns - account!.ranDryNs)).toBe(7.92);
    expect(account!.commits.map(({ frames }) => frames)).toEqual([1024, 1024, 1024, 1024]);
  });

  it('of a card whose interrupt came late while its CPU handled others', () => {
    const account = explainXruns(traceModel(recorded('A-stopped-by-a-signal')))[1]!;
    expectWhole(account);
    expect(account.cause).toMatchObject({ kind: 'interrupt-late', cpu: 1 });
    expect(account.parts.slice(0, 3)).toMatchObject([
      { kind: 'interrupt-late' },
      { kind: 'too-slow', call: 'ioctl(HWSYNC)' },
      { kind: 'not-run', culprit: { pid: 225, command: 'bash' } },
    ]);
    expect(account.parts.slice(0, 3).map(({ ns }) => ms(ns))).toEqual([31.78, 18.07, 2.01]);
  });

  it("of a real-time thread on the owner's CPU", () => {
    const accounts = explainXruns(traceModel(recorded('B-fifo-hog')));
    expect(accounts).toHaveLength(1);
    expectWhole(accounts[0]!);
    expect(accounts[0]).toMatchObject({
      owner: { pid: 231, command: 'aplay' },
      noticed: { by: 'interrupt', task: { pid: 236 } },
      cause: { kind: 'not-run', cpu: 1, culprit: { pid: 236, command: 'sh', priority: 19 } },
    });
    expect(accounts[0]!.parts[0]!.share).toBeGreaterThan(0.99);
  });

  it('of an owner whose input stalls', () => {
    const accounts = explainXruns(traceModel(recorded('C-input-stalls')));
    expect(accounts).toHaveLength(1);
    expectWhole(accounts[0]!);
    expect(accounts[0]!.cause).toEqual({ kind: 'blocked', call: 'read(0)' });
    expect(accounts[0]!.parts).toMatchObject([{ kind: 'blocked', share: 1 }]);
    expect(ms(accounts[0]!.missingNs)).toBe(61.07);
  });

  it('of a thread that got the name of its program without being switched out', () => {
    const [account] = explainXruns(traceModel(recorded('F-program-just-started')));
    expectWhole(account!);
    // The events of sched_switch name it node, and it has ended before the notes were taken.
    expect(account!.cause).toMatchObject({
      kind: 'not-run',
      culprit: { pid: 385, command: 'hog', priority: Number.NaN },
    });
  });

  it('of an owner that an interrupt did not wake, as avail_min was not reached', () => {
    const [account] = explainXruns(traceModel(recorded('D-avail-min-not-reached')));
    expectWhole(account!);
    expect(account!.cause).toMatchObject({ kind: 'not-run', culprit: { command: 'hog' } });
    // The next one was late, by less than half a period.
    expect(account!.dueNs).toBe(210_800_756_000);
  });

  it('of a USB card that had one interrupt, so that its period is unknown', () => {
    const [account] = explainXruns(traceModel(recorded('G-usb-first-interrupt')));
    expectWhole(account!);
    // The driver declared it with 1024 frames in the ring, which it had taken.
    expect(account!.cause).toMatchObject({ kind: 'blocked', call: 'pread64(5)' });
    expect(ms(account!.missingNs)).toBe(79.04);
  });

  it('of a USB card, whose transfers are counted', () => {
    const trace = recorded('E-usb-stopped');
    expect(trace).toMatchObject({ lost: [], unreadLines: 0 });
    const [account] = explainXruns(traceModel(trace));
    expectWhole(account!);
    expect(account).toMatchObject({
      cause: { kind: 'stopped', signal: 'SIGSTOP' },
      urbs: { completed: 27, failed: 0, short: 0 },
    });
    expect(explainXruns(traceModel(recorded('A-stopped-by-a-signal')))[0]!.urbs).toBeUndefined();
  });
});
