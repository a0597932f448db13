import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const READER = fileURLToPath(new URL('million-reads.js', import.meta.url));

it('makes no system call in a million reads of the pointers and as many commits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-strace-'));
  const log = join(folder, 'calls');
  try {
    const run = spawnSync('strace', ['-f', '-o', log, process.execPath, READER, 'hw:Dummy,0'], {
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe('reads 1000000\n');
    const lines = readFileSync(log, 'utf8').split('\n');
    const begin = lines.findIndex((line) => line.includes('/the-reads-begin'));
    const end = lines.findIndex((line) => line.includes('/the-reads-end'));
    expect(begin).toBeGreaterThan(0);
    expect(end).toBeGreaterThan(begin);
    const thread = lines[begin]!.split(' ')[0];
    const between = lines.slice(begin + 1, end).filter((line) => line.startsWith(`${thread} `));
    expect(between).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
