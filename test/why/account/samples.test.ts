import { describe, expect, it } from 'vitest';
import type { StreamSample } from '../../../src/observe/pointer-sampler.js';
import { chromeTrace } from '../../../src/why/account/chrome-trace.js';
import { explainXruns } from '../../../src/why/account/explain-xruns.js';
import { fillCurve } from '../../../src/why/account/fill-curve.js';
import { traceModel } from '../../../src/why/account/trace-model.js';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import { parseSampleNote, sampleNote } from '../../../src/why/trace/sample-notes.js';
import { healthyStream, PERIOD, PERIOD_US, runDry } from '../healthy-stream.js';
import { IDLE, OWNER } from '../trace-text.js';

const SAMPLE: StreamSample = {
  ...({ card: 2, device: 0, subdevice: 0, direction: 'playback' } as const),
  ...{ sinceNs: 1_000_000_001, ns: 1_001_100_000, state: 3, hwPtr: 960, applPtr: 4800 },
};

it('keeps a sample in a line of comment', () => {
  const note = sampleNote(SAMPLE);
  expect(note.startsWith('# ')).toBe(true);
  expect(parseSampleNote(note)).toEqual(SAMPLE);
  expect(parseSampleNote('# alsa-mmap: thread 700 player')).toBeUndefined();
  expect(parseSampleNote(note.replace('960', 'x'))).toBeUndefined();
});

/**
 * The owner is woken, commits 3 ms later and computes until the ring is dry; the next pointer
 * update is that of the interrupt after it.
 */
function computing(...samples: readonly Partial<StreamSample>[]) {
  const stream = healthyStream(12);
  const { trace, us, hw, appl } = stream;
  trace.waking(us + 30, OWNER).switch(us + 80, IDLE, 'R', OWNER);
  trace.return(us + 90, 7, 1);
  const commit = { us: us + 3000, applPtr: appl + PERIOD };
  const at = { sinceNs: 1e3 * (us + 2500), ns: 1e3 * (us + 3500) };
  const seen = { ...SAMPLE, ...at, hwPtr: hw, applPtr: commit.applPtr };
  for (const sample of samples) trace.line(sampleNote({ ...seen, ...sample }));
  runDry(trace, { us, hw, appl: commit.applPtr }, OWNER);
  const recording = traceModel(parseTrace(trace.text()));
  return { recording, accounts: explainXruns(recording), seen, us, appl };
}

describe('a commit that leaves no event', () => {
  it('lies before the next pointer update, without samples', () => {
    const { accounts, us } = computing();
    const { ns, sinceNs } = accounts[0]!.commits.at(-1)!;
    expect(sinceNs).toBe(1e3 * (us + 20));
    expect(ns).toBe(1e3 * (us + PERIOD_US + 20));
  });

  it('lies between two samples', () => {
    const { accounts, seen } = computing({});
    const { ns, sinceNs, frames } = accounts[0]!.commits.at(-1)!;
    expect({ ns, sinceNs, frames }).toEqual({ ns: seen.ns, sinceNs: seen.sinceNs, frames: PERIOD });
  });

  it('changes the fill at the sample', () => {
    const { accounts, recording, seen, us } = computing({});
    const curve = fillCurve(accounts[0]!);
    const at = curve.findIndex(({ ns }) => ns === seen.ns);
    expect(curve[at - 1]).toMatchObject({ ns: 1e3 * (us + 20) });
    expect(curve[at]!.frames - curve[at - 1]!.frames).toBe(PERIOD);
    const { traceEvents } = chromeTrace(recording, accounts) as {
      traceEvents: readonly { ph: string; ts: number; args?: object }[];
    };
    expect(traceEvents).toContainEqual(
      expect.objectContaining({ ph: 'C', ts: seen.ns / 1e3, args: { frames: curve[at]!.frames } }),
    );
  });

  it.each([
    ['of another stream', { subdevice: 1 }],
    ['of another direction', { direction: 'capture' } as const],
    ['from before the last update', { ns: 1e9 }],
    ['with more frames than the next update', { applPtr: 100 * PERIOD }],
    ['with fewer frames than the last update', { applPtr: PERIOD }],
  ])('is not dated by a sample %s', (_, sample) => {
    const { accounts, us } = computing(sample);
    expect(accounts[0]!.commits.at(-1)).toMatchObject({ ns: 1e3 * (us + PERIOD_US + 20) });
  });
});
