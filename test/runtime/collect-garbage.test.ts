import { spawn } from 'node:child_process';
import { getHeapSpaceStatistics } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { collectGarbage } from '../../src/runtime/collect-garbage.js';
import { PROGRAM, scratchDirectory, watch } from '../cli/program.js';

const scratch = scratchDirectory();

/** Prints a line at the exit if a flag of V8 was set since the start. */
const WATCH_FLAGS = `data:text/javascript,
  import { cachedDataVersionTag as tag } from 'node:v8';
  const before = tag();
  process.on('exit', () => { if (tag() !== before) console.log('a flag was set'); });
`.replaceAll('\n', '');

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')!
    .space_used_size;
}

describe('collectGarbage', () => {
  it('leaves neither garbage nor what is in use in the young generation', () => {
    const kept = Array.from({ length: 5000 }, (_, index) => ({ index }));
    const before = youngBytes();
    collectGarbage();
    expect(before).toBeGreaterThan(5000 * 16);
    expect(youngBytes()).toBeLessThan(before / 2);
    expect(kept.every(({ index }, at) => index === at)).toBe(true);
  });
});

describe('a stream', () => {
  it.each([
    ['play-sine', 'sim'],
    ['record', scratch('flags.wav'), 'sim'],
    ['bench', 'wakeup', 'sim', '--warmup', '0'],
  ])('sets no flag of V8: %s', async (...command) => {
    const words = ['--import', WATCH_FLAGS, PROGRAM, ...command, '-d', '0.2'];
    const { code, stdout } = await watch(spawn(process.execPath, words)).ended;
    expect(code).toBe(0);
    expect(stdout).not.toContain('a flag was set');
  });

  it('does not deoptimize the level meter of record', async () => {
    const command = ['record', scratch('quiet.wav'), 'sim', '-d', '6', '-q'];
    const words = ['--trace-deopt', PROGRAM, ...command];
    const { code, stdout } = await watch(spawn(process.execPath, words)).ended;
    expect(code).toBe(0);
    expect(stdout.match(/deoptimizing \S+ <JSFunction addS16/g) ?? []).toHaveLength(0);
  });
});
