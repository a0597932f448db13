import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NEUTRAL, ROOT } from '../cli/program.js';
import { HANG_MS } from '../limits.js';

function example(...words: string[]) {
  const env = { ...process.env, ...NEUTRAL, NODE_TEST_CONTEXT: undefined };
  const options = { cwd: ROOT, encoding: 'utf8', env, timeout: HANG_MS } as const;
  return spawnSync(process.execPath, [...words], options);
}
const inExamples = (name: string) => join('examples', name);

describe('the short examples', () => {
  it('level-meter.js prints the levels of both channels', () => {
    const { status, stdout } = example(inExamples('level-meter.js'), 'sim', '0.2');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^#{16} {5}-12\.0 \(-15\.0\) dBFS {2}#{16} {5}-12\.0 /m);
  });

  it('spectrum.js finds the tone of the simulated card', () => {
    const { status, stdout } = example(inExamples('spectrum.js'), 'sim', '0.1');
    expect(status).toBe(0);
    const [, hz] = /\| (\d+) Hz$/m.exec(stdout) ?? [];
    expect(Math.abs(Number(hz) - 440)).toBeLessThan(12);
  });

  it('loop-latency.js finds its click behind the delay of the loop', () => {
    const { status, stdout } = example(inExamples('loop-latency.js'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+ frames, \d+\.\d ms\n$/);
  });

  it('loop-latency.js fails without a loop', () => {
    const { status, stderr } = example(inExamples('loop-latency.js'), 'sim:SIGNAL=silence');
    expect(status).toBe(1);
    expect(stderr).toContain('no click came back');
  });

  it('audio-code.test.js passes', () => {
    const { status, stdout } = example('--test', inExamples('audio-code.test.js'));
    expect(status, stdout).toBe(0);
  });
});
