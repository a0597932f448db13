import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { PROGRAM, scratchDirectory, watch } from '../cli/program.js';

const scratch = scratchDirectory();

/** V8's memory reducer starts after 8 s. */
const SECONDS = '11';

/** Functions that a cycle of play-sine calls. */
const CYCLE_FUNCTIONS = (
  '#fillRegion #fillRing addToWord advanceApplPtr avail check checkRunning checkSnapshot commit ' +
  'copyApplPtr copyWords countWakeup dataPtr fill moveFrames playbackAvail read recordRunning ' +
  'run setPointers setWakeupLatency smallAvail snapshot takeSnapshot'
).split(' ');

describe('a running stream', () => {
  it.runIf(process.versions.v8.startsWith('11.'))(
    'has a third of the functions of a cycle optimized during the warm-up',
    async () => {
      const words = ['--trace-opt', PROGRAM, 'play-sine', 'sim', '-d', '5', '-q'];
      const { code, stdout } = await watch(spawn(process.execPath, words)).ended;
      expect(code).toBe(0);
      const compiled = stdout.matchAll(/completed optimizing \S+ <JSFunction (\S+)/g);
      const names = new Set([...compiled].map(([, name]) => name!));
      const ofCycle = CYCLE_FUNCTIONS.filter((name) => names.has(name));
      expect(ofCycle.length).toBeGreaterThan(CYCLE_FUNCTIONS.length / 3);
    },
  );

  it('is not disturbed by the memory reducer', async () => {
    const words = ['--trace-gc', PROGRAM, 'play-sine', 'sim', '-d', SECONDS, '-q'];
    const { code, stdout } = await watch(spawn(process.execPath, words)).ended;
    expect(code).toBe(0);
    expect(stdout).toContain('Scavenge');
    expect(stdout).not.toContain('(reduce)');
  });

  it('does not deoptimize the level meter of record', async () => {
    const words = [
      '--trace-deopt',
      PROGRAM,
      'record',
      scratch('quiet.wav'),
      'sim',
      '-d',
      '6',
      '-q',
    ];
    const { code, stdout } = await watch(spawn(process.execPath, words)).ended;
    expect(code).toBe(0);
    expect(stdout.match(/deoptimizing \S+ <JSFunction addS16/g) ?? []).toHaveLength(0);
  });
});
