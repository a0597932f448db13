/** Faults that `bench check` finds in real drivers; docs/drivers-check.md has their causes. */

import { describe, expect, it } from 'vitest';
import { isThere } from './cards.js';
import { alsaMmap } from './program.js';

const TIMEOUT_MS = 120_000;

interface Verdict {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly evidence: string;
}

/** The checks that fail, each with its evidence. */
function failures(...words: string[]): Record<string, string> {
  const { status, stdout, stderr } = alsaMmap('bench', 'check', ...words, '--json');
  expect([0, 7], stderr).toContain(status);
  const { verdicts } = JSON.parse(stdout).experiments[0].result as { verdicts: Verdict[] };
  const failed = verdicts.filter(({ outcome }) => outcome === 'failed');
  expect(status, stderr).toBe(failed.length > 0 ? 7 : 0);
  return Object.fromEntries(failed.map(({ name, evidence }) => [name, evidence]));
}

/** Devices without a fault. */
const SOUND: readonly (readonly [device: string, ...words: string[]])[] = [
  ['hw:Dummy', '--playback'],
  ['hw:Dummy', '--capture'],
  ['hw:Loopback,0', '--playback'],
  ['hw:Loopback,1', '--capture'],
  ['hw:USB', '--playback'],
  ['hw:ES1370', '--playback', '-r', '44100'],
];

const FAULTY = [
  {
    device: 'hw:AC97',
    side: '--playback',
    name: 'pause-release',
    evidence: /^hw_ptr moved by \d{4} frames, \d{1,3} were due$/,
  },
  {
    device: 'hw:AC97',
    side: '--capture',
    name: 'pointer-moves',
    evidence: /^hw_ptr did not move for/,
  },
  {
    device: 'hw:ES1370',
    side: '--playback',
    name: 'pointer-rate',
    evidence: /^hw_ptr advances at 48\d{3}\.\d Hz, \+1\.[234]\d \+-/,
  },
] as const;

describe('bench check', () => {
  it.each(SOUND.filter(([device]) => isThere(device)))(
    'finds no fault: %s %s',
    (...words) => expect(failures(...words)).toEqual({}),
    TIMEOUT_MS,
  );

  it.each(FAULTY.filter(({ device }) => isThere(device)))(
    'finds what is wrong, and nothing else: $device $side $name',
    ({ device, side, name, evidence }) => {
      const failed = failures(device, side);
      expect(Object.keys(failed)).toEqual([name]);
      expect(failed[name]).toMatch(evidence);
    },
    TIMEOUT_MS,
  );
});
