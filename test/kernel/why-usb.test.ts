/** `why --usb`: the transfers of a USB card are recorded beside the kernel's other events. */

import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { isThere } from './cards.js';
import { alsaMmap, start, startAlsaMmap } from './program.js';
import { isRecording, mountTracefs, tracesLeft } from './tracefs.js';

beforeAll(() => {
  mountTracefs();
});

function play(device: string) {
  const options = ['-q', '-M', '-D', device, '-t', 'raw', '-f', 'dat', '--buffer-size=16384'];
  return start('aplay', [...options, '/dev/zero']);
}

interface Account {
  readonly cause: { readonly kind: string };
  readonly urbs: { readonly completed: number };
}

describe.runIf(isThere('hw:USB'))('why --usb', () => {
  it('counts the transfers of an account and of the run, and leaves no tracer', async () => {
    const player = play('hw:USB');
    await sleep(1000);
    const tracer = startAlsaMmap('why', 'hw:USB', '--usb', '--json');
    const accounts: Account[] = [];
    tracer.onLine((line) => accounts.push(...(JSON.parse(line).xruns ?? [])));
    try {
      await expect.poll(() => isRecording(tracer), { timeout: 30_000 }).toBe(true);
      await sleep(2000);
      player.kill('SIGSTOP');
      await expect.poll(() => accounts.length, { timeout: 30_000 }).toBeGreaterThan(0);
      player.kill('SIGCONT');
      tracer.kill('SIGTERM');
      await tracer.ended;
      // A URB of full speed has 8 ms at most; the ring has 341 ms.
      expect(accounts[0]).toMatchObject({
        urbs: { completed: expect.toSatisfy((count: number) => count > 30), failed: 0 },
      });
      const { status, stdout } = alsaMmap('why', 'hw:USB', '--usb', '--for', '6s');
      expect(status).toBe(0);
      expect(Number(/^URBs +(\d+) completed/m.exec(stdout)?.[1])).toBeGreaterThan(0);
      expect(tracesLeft()).toEqual([]);
    } finally {
      for (const each of [tracer, player]) each.kill('SIGKILL');
      await Promise.all([tracer.ended, player.ended]);
    }
  }, 120_000);

  it.runIf(isThere('hw:AC97'))('exits 5 on a card of another bus', async () => {
    const player = play('hw:AC97');
    await sleep(1000);
    try {
      expect(alsaMmap('why', 'hw:AC97', '--usb', '--for', '1s').status).toBe(5);
    } finally {
      player.kill('SIGKILL');
      await player.ended;
    }
  });
});
