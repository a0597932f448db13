/** SIGKILL at any moment of `why`: the next start removes what is left, and the stream plays on. */

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { isThere } from './cards.js';
import { alsaMmap, start, startAlsaMmap } from './program.js';
import { mountTracefs, tracesLeft } from './tracefs.js';

const MOMENTS = 20;

const CASES = [
  ['AC97', []],
  ['USB', ['--usb']],
] as const;

function position(card: string): number {
  const status = readFileSync(`/proc/asound/${card}/pcm0p/sub0/status`, 'utf8');
  return Number(/^hw_ptr *: (\d+)/m.exec(status)?.[1]);
}

const cases = CASES.filter(([card]) => isThere(`hw:${card}`));

it.each(cases)(
  'a killed tracer of %s %j leaves nothing after the next start',
  async (card, words) => {
    mountTracefs();
    const device = `hw:${card}`;
    const format = ['-t', 'raw', '-f', 'dat', '--buffer-size=16384'];
    const player = start('aplay', ['-q', '-M', '-D', device, ...format, '/dev/zero']);
    try {
      await sleep(1000);
      let leftTracers = 0;
      for (let moment = 0; moment < MOMENTS; moment++) {
        const tracer = startAlsaMmap('why', device, ...words);
        // From the start of Node to the middle of a recording: its set-up has the most moments.
        if (moment >= 4) {
          await expect
            .poll(() => tracesLeft().some((name) => name.includes(`${tracer.pid}`)), {
              timeout: 30_000,
              interval: 5,
            })
            .toBe(true);
        }
        await sleep(moment * 25);
        tracer.kill('SIGKILL');
        await tracer.ended;
        if (tracesLeft().some((name) => name.includes(`${tracer.pid}`))) leftTracers++;
      }
      expect(leftTracers).toBeGreaterThan(MOMENTS / 2);
      expect(alsaMmap('why', device, '--for', '100ms', '-q').status).toBe(0);
      expect(tracesLeft()).toEqual([]);
      const before = position(card);
      await expect.poll(() => position(card), { timeout: 10_000 }).toBeGreaterThan(before);
    } finally {
      player.kill('SIGKILL');
      await player.ended;
    }
  },
  300_000,
);
