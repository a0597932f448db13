import { describe, expect, it } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { Snapshot } from '../../src/core/snapshot.js';
import { ManualTime } from '../../src/sim/time.js';
import { framesNs, openIn, sizes } from '../core/on-the-sim.js';

/** Pointers of a stream with odd sizes over a second, read at odd times. */
function run(steps: readonly number[]) {
  const time = new ManualTime();
  const device = openIn(time, 'sim:RATE_PPM=37', { direction: 'capture', ...sizes(333, 1001) });
  const io = new MmapCapture(device);
  device.start();
  const seen: unknown[] = [];
  for (const step of steps) {
    time.advance(step);
    seen.push({ ...io.snapshot(new Snapshot()) });
    for (const _ of io);
  }
  device.close();
  return seen;
}

describe('manual time', () => {
  const steps = Array.from({ length: 100 }, (_, turn) => 1_000_003 + turn * 7919);

  it('passes the same way every time', () => {
    expect(run(steps)).toEqual(run(steps));
  });

  it('moves only when it is advanced', () => {
    const time = new ManualTime(5e9);
    expect(time.nowNs()).toBe(5e9);
    time.advance(250);
    expect(time.nowNs()).toBe(5e9 + 250);
  });

  it('stops at the event it waits for', () => {
    const time = new ManualTime();
    let rung = 0;
    let nextNs = time.nowNs() + 100;
    time.addListener({
      nextEventNs: () => nextNs,
      onTime: (nowNs) => {
        if (nowNs < nextNs) return;
        rung++;
        nextNs += 100;
      },
    });
    time.advanceUntil(1000, () => rung === 3);
    expect(time.nowNs()).toBe(1e9 + 300);
    time.advance(1000);
    expect(rung).toBe(13);
  });

  it('shows a stream the same whether it is turned in one piece or in many', () => {
    const [whole] = run([framesNs(900)]).slice(-1) as Snapshot[];
    const time = new ManualTime();
    const device = openIn(time, 'sim:RATE_PPM=37', { direction: 'capture', ...sizes(333, 1001) });
    const io = new MmapCapture(device);
    device.start();
    for (let turn = 0; turn < framesNs(900); turn += 125_000) {
      time.advance(Math.min(125_000, framesNs(900) - turn));
    }
    expect(io.snapshot(new Snapshot()).hwPtr).toBe(whole?.hwPtr);
  });
});
