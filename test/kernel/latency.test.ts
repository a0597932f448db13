import { describe, expect, it } from 'vitest';
import { isThere } from './cards.js';
import { alsaMmap } from './program.js';

// Long enough for an emulated machine that stumbles.
const CALM = ['--period-size', '50ms', '--buffer-size', '1s'];
const ALOOP = ['-c', '1', ...CALM];
const SLOW_MS = 180_000;

interface Run {
  readonly detected: boolean;
  readonly loopFrames: number;
  readonly gain: number;
}

describe('the latency of snd-aloop', () => {
  it(
    'is the same within 0.01 frame from run to run, and from start to start of the program',
    () => {
      const loop = ['hw:Loopback,0', '--capture-device', 'hw:Loopback,1'];
      const runs = [1, 2].flatMap(() => {
        const { status, stdout, stderr } = alsaMmap(
          ...['bench', 'latency', ...loop, '-d', '3', ...ALOOP, '--json'],
        );
        expect(status, stderr).toBe(0);
        const { result } = JSON.parse(stdout).experiments[0];
        // snd-aloop copies from ring to ring at each tick: no frame is under way.
        expect(result.claimedFrames).toBe(0);
        return result.runs as Run[];
      });
      expect(runs.length).toBeGreaterThanOrEqual(2);
      expect(runs.every(({ detected }) => detected)).toBe(true);
      for (const { loopFrames, gain } of runs) {
        expect(Math.abs(loopFrames - runs[0]!.loopFrames)).toBeLessThan(0.01);
        expect(Math.abs(loopFrames)).toBeLessThan(0.01);
        expect(gain).toBeCloseTo(1, 3);
      }
    },
    SLOW_MS,
  );

  it(
    'exits 7 if nothing is connected',
    () => {
      const words = ['bench', 'latency', 'hw:Loopback,0', '-d', '0.1', ...ALOOP];
      const { status, stdout, stderr } = alsaMmap(...words);
      expect(status, stderr).toBe(7);
      expect(stdout).toMatch(/loop +not detected/);
      expect(stdout).toMatch(/level +silence/);
    },
    SLOW_MS,
  );
});

describe('the ring of snd-aloop', () => {
  it(
    'is copied at each clock tick, neither ahead of it nor late',
    () => {
      const loop = ['hw:Loopback,0', '--capture-device', 'hw:Loopback,1'];
      const { status, stdout, stderr } = alsaMmap(
        ...['bench', 'pointer', ...loop, '-d', '0.5', ...ALOOP, '--json'],
      );
      expect(status, stderr).toBe(0);
      const { window } = JSON.parse(stdout).experiments[0].result;
      expect(window).toMatchObject({ readAheadFrames: { min: 0 }, staleFrames: 0 });
      expect(window.rewrites).toBeGreaterThan(3);
      expect(window.reads).toBeGreaterThan(3);
    },
    SLOW_MS,
  );
});

// The emulator does not capture.
describe.each(['hw:AC97'].filter(isThere))(
  'a capture side whose pointer never moves, as that of %s',
  (device) => {
    it('exits 7 and names the stall', () => {
      const { status, stderr } = alsaMmap('bench', 'pointer', device, '--capture', '-q');
      expect(status, stderr).toBe(7);
      expect(stderr).toMatch(
        /^alsa-mmap: hw:2,0,0: hw_ptr did not move for 3\.\d\d s at frame 0 .*\n$/,
      );
    });

    it('has no latency', () => {
      const { status, stderr } = alsaMmap('bench', 'latency', device, '-q', ...CALM);
      expect(status, stderr).toBe(1);
      expect(stderr).toMatch(/hw:2,0,0: hw_ptr of capture stalled at 0 while RUNNING\n$/);
    });
  },
);
