import { describe, expect, it } from 'vitest';
import { run } from './program.js';

describe.concurrent('bench throughput', () => {
  it('compares each block size with memory, and lists unavailable accesses', async () => {
    const words = ['bench', 'throughput', 'sim:ACCESS=interleaved', '-d', '0.3'];
    const { code, stdout } = await run(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/frames +ring MB\/s +min +memory +ratio/);
    expect(stdout).toMatch(/write, interleaved, word by word +16( +\d+){3} +\d+\.\d\d\n/);
    expect(stdout).toMatch(/read, interleaved, TypedArray\.set +4096( +\d+){3} +\d+\.\d\d\n/);
    expect(stdout).toMatch(/ {2}non-interleaved: .*MMAP_NONINTERLEAVED/);
    expect(stdout).toMatch(
      /write, word by word, blocks of 4096 frames: ring \(logarithmic counts\)\n.*█/,
    );
  });

  it('exits 7 if the ratio is below --min-ratio', async () => {
    const words = ['bench', 'throughput', 'sim', '-d', '0.2', '--min-ratio', '100', '-q'];
    const { code, stderr } = await run(words);
    expect(code).toBe(7);
    expect(stderr).toMatch(
      /ring write speed \d+\.\d\d times that of memory is below --min-ratio=100/,
    );
  });
});
