/** Threads that the system or Node does not start: an error, never a wait without an end. */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROGRAM, ROOT, scratchDirectory } from './program.js';

const scratch = scratchDirectory();
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';
const NO_THREADS = [PERMISSION, '--allow-fs-read=*', '--allow-fs-write=*', '--no-warnings'];
/** More threads than the program needs. */
const MAX_LIMIT = 30;
/** A user without processes, so that the limit counts those of the test only. */
const UID = 61_234;
const COMMANDS = [
  ['record', scratch('take.wav'), 'sim', '-d', '100ms'],
  ['play-sine', 'sim', '-d', '100ms'],
  ['bench', 'wakeup', 'sim', '-d', '100ms'],
];

function node(words: readonly string[], under: readonly string[] = [], timeout = 15_000) {
  const [command = '', ...rest] = [...under, process.execPath, ...words];
  return spawnSync(command, rest, { encoding: 'utf8', timeout, killSignal: 'SIGKILL' });
}

const withLimit = (threads: number) => [
  ...['setpriv', `--reuid=${UID}`, `--regid=${UID}`, '--clear-groups'],
  ...['prlimit', `--nproc=${threads}`],
];

/** True if the program can be run with a limit of threads, which needs root and a readable tree. */
function canLimit(): boolean {
  return node([PROGRAM, '--version'], withLimit(100)).status === 0;
}

describe('a program whose threads cannot be started', () => {
  it.each(COMMANDS)("ends with one line under Node's permission model: %s", (...words) => {
    const { status, stderr } = node([...NO_THREADS, PROGRAM, ...words]);
    expect(stderr).toMatch(/^alsa-mmap: cannot start .* --allow-worker\n$/);
    expect(status).toBe(1);
  });

  it.skipIf(!canLimit())('ends with one line at each limit of processes', () => {
    // Below some limit Node itself does not start: it aborts or hangs.
    let limit = MAX_LIMIT;
    while (limit > 1 && node(['-e', '0'], withLimit(limit - 1), 2000).status === 0) limit--;
    let refused = 0;
    for (; limit < MAX_LIMIT; limit++) {
      const words = [PROGRAM, 'play-sine', 'sim', '-d', '100ms', '--quiet'];
      const { status, signal, stderr } = node(words, withLimit(limit));
      if (status === 0) break;
      // Node aborts if it cannot start a thread of its own.
      if (signal === 'SIGABRT') continue;
      // A line of Node's own: it runs on without the thread of its debugger.
      const [ours, ...more] = stderr.replace(/^node\[\d+\]: pthread_create: .*\n/, '').split('\n');
      expect(ours, `limit ${limit}`).toMatch(/^alsa-mmap: cannot start .* \(ulimit -u\) /);
      expect(more).toEqual(['']);
      expect(status, `limit ${limit}`).toBe(1);
      refused++;
    }
    expect(refused).toBeGreaterThan(0);
  });
});

describe('the library without threads', () => {
  it('rejects an opening, and throws from a device that needs a thread', () => {
    const path = scratch('program.mjs');
    const url = (entry: string) => JSON.stringify(join(ROOT, `dist/${entry}.js`));
    writeFileSync(
      path,
      `import { AlsaMmapError, openCapture, openDevice, openPlayback } from ${url('index')};
      const report = (error) => console.log(error instanceof AlsaMmapError, error.code);
      await openCapture('sim').catch(report);
      await openPlayback('sim').catch(report);
      const device = await openDevice('sim', { direction: 'capture' });
      for (let attempt = 0; attempt < 2; attempt++) {
        try {
          device.start();
        } catch (error) {
          report(error);
        }
      }
      device.close();`,
    );
    const { status, stdout } = node([...NO_THREADS, path]);
    expect(stdout).toBe('true FAILED\n'.repeat(4));
    expect(status).toBe(0);
  });
});
