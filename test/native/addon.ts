import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NativeBinding } from '../../src/device/binding.js';
import { HANG_MS } from '../limits.js';

const ADDON_PATH =
  process.env['ALSA_MMAP_BINDING'] ??
  fileURLToPath(new URL('../../build/Release/alsa_mmap.node', import.meta.url));

/** The built addon, or the one of `$ALSA_MMAP_BINDING`. */
export const native = createRequire(import.meta.url)(ADDON_PATH) as NativeBinding;

/** The addon without types, for calls with wrong arguments. */
export const untyped = native as unknown as Record<string, (...args: unknown[]) => unknown>;

export interface SystemError extends Error {
  errno?: number;
  code?: string;
  syscall?: string;
}

/** Error that `run` throws. */
export function errorOf(run: () => unknown): SystemError {
  try {
    run();
  } catch (error) {
    return error as SystemError;
  }
  throw new Error('expected an exception');
}

/** Runs with a temporary directory, which is removed afterwards. */
export function inScratch<T>(run: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'alsa-mmap-'));
  try {
    return run(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Helpers that every child process has; `mappings` counts lines of /proc/self/maps. */
const PRELUDE = `
  'use strict';
  const fs = require('node:fs');
  const path = require('node:path');
  const assert = require('node:assert/strict');
  const { Worker } = require('node:worker_threads');
  const addonPath = ${JSON.stringify(ADDON_PATH)};
  const native = require(addonPath);
  const file = path.join(process.cwd(), 'ring');
  fs.writeFileSync(file, Buffer.alloc(65536));
  const fd = fs.openSync(file, 'r+');
  const mappings = () =>
    fs.readFileSync('/proc/self/maps', 'utf8').split('\\n').filter((line) => line.endsWith(file))
      .length;
  const descriptors = () => fs.readdirSync('/proc/self/fd').length;
  const nextCycle = () => new Promise((resolve) => setImmediate(resolve));
  const settle = async () => {
    for (let i = 0; i < 5; i++) {
      globalThis.gc?.();
      await nextCycle();
    }
  };
  const worker = (body) =>
    new Worker(
      'const native = require(' + JSON.stringify(addonPath) + ');' +
        'const { parentPort, workerData } = require("node:worker_threads");' + body,
      { eval: true, workerData: { fd } },
    );
  const ended = (w) => new Promise((resolve, reject) => w.on('error', reject).on('exit', resolve));
  const message = (w) => new Promise((resolve) => w.once('message', resolve));
`;

export interface Ending {
  status: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

/**
 * Runs the body in a child process (CommonJS, with top-level await) and returns its ending.
 * @param under command that runs the child, such as `UNPRIVILEGED`
 */
export function endingOf(
  body: string,
  flags: string[] = [],
  under: readonly string[] = [],
): Ending {
  return inScratch((cwd) => {
    const source = `${PRELUDE}(async () => {${body}})();`;
    const [command = '', ...words] = [...under, process.execPath, ...flags, '-e', source];
    const { status, signal, stderr } = spawnSync(command, words, {
      cwd,
      encoding: 'utf8',
      timeout: HANG_MS,
    });
    return { status, signal, stderr };
  });
}

/** Ending of a process that exits 0 without output. */
export const WELL: Ending = { status: 0, signal: null, stderr: '' };
