import { describe, expect, it } from 'vitest';
import { run } from './program.js';

describe.concurrent('bench throughput', () => {
  it('tells of each block size, beside memory, and of what the device has not', async () => {
    const words = ['bench', 'throughput', 'sim:ACCESS=interleaved', '-d', '0.3'];
    const { code, stdout } = await run(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/frames +ring, MB\/s +least +memory +ratio/);
    expect(stdout).toMatch(/write, interleaved, word by word +16( +\d+){3} +\d+\.\d\d\n/);
    expect(stdout).toMatch(/read, interleaved, TypedArray\.set +4096( +\d+){3} +\d+\.\d\d\n/);
    expect(stdout).toMatch(/ {2}non-interleaved: .*the device has no MMAP_NONINTERLEAVED access/);
    expect(stdout).toMatch(/write, word by word, 4096 frames at a time: ring\n.*█/);
  });

  it('slower than its limit: 7', async () => {
    const words = ['bench', 'throughput', 'sim', '-d', '0.2', '--min-ratio', '100', '-q'];
    const { code, stderr } = await run(words);
    expect(code).toBe(7);
    expect(stderr).toMatch(
      /to write the ring is \d+\.\d\d times as fast as memory: less than --min-ratio=100/,
    );
  });
});
