import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { PROGRAM, scratchDirectory, watch } from '../cli/program.js';

const scratch = scratchDirectory();

/** V8 waits for eight seconds before it looks for memory to give back. */
const SECONDS = '11';

/** What a turn of play-sine calls, among others. */
const TURN = (
  '#fill #regionsAt advanceApplPtr applPtrNow availOf commit dataPtr fill hwPtrNow loadWord look ' +
  'playbackAvail sawRunning seen setPointers snapshot'
).split(' ');

describe('a stream that runs', () => {
  it.runIf(process.versions.v8.startsWith('11.'))(
    'has most of what a turn calls compiled as it begins',
    async () => {
      const words = ['--trace-opt', PROGRAM, 'play-sine', 'sim', '-d', '5', '-q'];
      const { code, stdout } = await watch(spawn(process.execPath, words)).ended;
      expect(code).toBe(0);
      const compiled = stdout.matchAll(/completed optimizing \S+ <JSFunction (\S+)/g);
      const names = new Set([...compiled].map(([, name]) => name!));
      const ofTurn = TURN.filter((name) => names.has(name));
      expect(ofTurn.length).toBeGreaterThan(TURN.length / 3);
    },
  );

  it('is left alone by V8, which looks for no memory to give back', async () => {
    const words = ['--trace-gc', PROGRAM, 'play-sine', 'sim', '-d', SECONDS, '-q'];
    const { code, stdout } = await watch(spawn(process.execPath, words)).ended;
    expect(code).toBe(0);
    expect(stdout).toContain('Scavenge');
    expect(stdout).not.toContain('(reduce)');
  });
  it('is recorded without the meter being compiled again and again', async () => {
    const words = ['--trace-deopt', PROGRAM, 'record', scratch('calm.wav'), 'sim', '-d', '6', '-q'];
    const { code, stdout } = await watch(spawn(process.execPath, words)).ended;
    expect(code).toBe(0);
    expect(stdout.match(/deoptimizing \S+ <JSFunction addS16/g) ?? []).toHaveLength(0);
  });
});
