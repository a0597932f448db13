import { describe, expect, it } from 'vitest';
import { alsaMmap } from './program.js';

// Long enough for an emulated machine that stumbles.
const CALM = ['--period-size', '50ms', '--buffer-size', '1s', '-d', '0.1'];
const LOOP = ['hw:Loopback,0', '--capture-device', 'hw:Loopback,1'];

function channels(...words: string[]) {
  const { status, stdout, stderr } = alsaMmap('bench', 'channels', ...words, ...CALM, '--json');
  expect(stdout, stderr).not.toBe('');
  const { result, params } = JSON.parse(stdout).experiments[0];
  return { status, result, params };
}

describe('the channels of snd-aloop', () => {
  it.each([
    ['S24_3LE', 2, 48_000],
    ['S16_LE', 8, 8000],
  ] as const)(
    'are in place, also after an xrun: %s, %i channels, %i Hz',
    (format, count, rateHz) => {
      const words = [...LOOP, '-f', format, '-c', `${count}`, '-r', `${rateHz}`];
      const { status, result } = channels(...words);
      expect(status).toBe(0);
      expect(result.runs.at(-1).after).toBe('xrun');
      for (const { channels, findings } of result.runs) {
        expect(findings).toEqual([]);
        expect(channels.length).toBe(count);
        for (const { gain, offsetFrames } of channels) {
          expect(gain).toBeCloseTo(1, 3);
          expect(Math.abs(offsetFrames)).toBeLessThan(0.001);
        }
      }
    },
    180_000,
  );

  it('are silent if nothing is connected', () => {
    const { status, result } = channels('hw:Loopback,0', '-c', '2');
    expect(status).toBe(7);
    expect(result.runs[0].findings).toEqual([{ fault: 'silent', channels: [0, 1] }]);
  }, 180_000);
});
