import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NEUTRAL, PROGRAM, scratchDirectory, start } from './program.js';

const scratch = scratchDirectory();
const CALLS = 'trace=execve,socket,connect,bind,open,openat,creat,mkdir,mkdirat,rename,renameat2';

/** Counts system calls of one run of the program, and lists the files that it opened to write. */
function footprint(name: string, words: readonly string[], environment = {}) {
  const log = scratch(`${name}.strace`);
  const command = ['-f', '-qq', '-o', log, '-e', CALLS, process.execPath, PROGRAM, ...words];
  const { status } = spawnSync('strace', command, {
    env: { ...process.env, ...NEUTRAL, ...environment },
  });
  const lines = readFileSync(log, 'utf8').split('\n');
  const callsOf = (pattern: RegExp) => lines.filter((line) => pattern.test(line));
  const written = callsOf(/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/).map(
    (line) => /"([^"]*)"/.exec(line)?.[1],
  );
  return {
    status,
    programs: callsOf(/ execve\(/).length,
    sockets: callsOf(/ (socket|connect|bind)\(/).length,
    directories: callsOf(/ (mkdir|mkdirat|rename|renameat2)\(/).length,
    written: [...new Set(written)].sort(),
  };
}

describe.concurrent('the program starts no other, uses no network and writes', () => {
  const [wav, gaps, dump, report] = ['a.wav', 'a.jsonl', 'b.wav', 'c.html'].map(scratch);
  it.each([
    ['status', ['status', 'sim'], []],
    ['record', ['record', wav!, 'sim', '-d', '0.2', '--gaps', gaps!], [gaps, wav]],
    ['play-sine', ['play-sine', `sim:DUMP=${dump}`, '-d', '0.2'], [dump]],
    ['bench', ['bench', 'clock', 'sim', '-d', '1', '--report', report!], [report]],
    ['help', ['--help'], []],
  ] as const)('only named files: %s', (name, words, written) => {
    expect(footprint(name, words)).toEqual({
      status: 0,
      programs: 1,
      sockets: 0,
      directories: 0,
      written,
    });
  });
});

it('the compile cache lies in the folder of its own', () => {
  const cache = scratch('cache');
  mkdirSync(cache);
  const environment = { NODE_DISABLE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: cache };
  const { written } = footprint('cache', ['status', 'sim'], environment);
  expect(written.length).toBeGreaterThan(0);
  for (const path of written) {
    expect(path!.slice(cache.length)).toMatch(
      /^\/alsa-mmap\/v[^/]+\/.+\/dist\/cli\/[a-z]+\.cjs\.\d+$/,
    );
  }
});

it('gives files the mode that the umask allows', async () => {
  const [file, gaps] = [scratch('mode.wav'), scratch('mode.jsonl')];
  const words = ['record', file, 'sim', '-d', '0.1', '-q', '--gaps', gaps];
  await start(words, {}, ['sh', '-c', 'umask 027; exec "$@"', 'sh']).ended;
  expect([file, gaps].map((path) => statSync(path).mode & 0o777)).toEqual([0o640, 0o640]);
});
