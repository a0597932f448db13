// Runs a command of this machine in a virtual machine that has sound cards.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  ARCHITECTURES,
  checkArchitecture,
  checkRelease,
  DEFAULT_ARCHITECTURE,
} from './architectures.js';
import { checkCards } from './cards.js';
import { checkFolder, prepareFiles } from './files.js';
import { follow } from './follow.js';
import { prepareInitramfs } from './initramfs.js';
import { writeJob } from './job.js';
import { prepareKernel } from './kernel.js';
import { startMachine } from './machine.js';
import { guestMissing } from './missing.js';
import { qemuArguments } from './qemu.js';
import * as result from './result.js';

export { guestMissing };

const BOOT_LIMIT_SECONDS = 120;
const POWER_OFF_SECONDS = 20;

/** Callbacks of `runInGuest` that pass the output of the guest on. */
export const SHOW_OUTPUT = {
  onStdout: (/** @type {Buffer} */ bytes) => void process.stdout.write(bytes),
  onStderr: (/** @type {Buffer} */ bytes) => void process.stderr.write(bytes),
  log: (/** @type {string} */ line) => console.error(`guest: ${line}`),
};

/** Thrown if the guest returns no exit code. `outDir` holds its results. */
export class GuestError extends Error {
  /** @override */
  name = 'GuestError';

  /**
   * @param {string} message
   * @param {string} [outDir]
   */
  constructor(message, outDir) {
    super(message);
    this.outDir = outDir;
  }
}

/**
 * @typedef {object} GuestOptions
 * @property {readonly string[]} command
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string>>} [env]
 * @property {string} [arch]
 * @property {string | undefined} [release]
 * @property {readonly string[]} [cards]
 * @property {'wav' | 'none'} [audio]
 * @property {Readonly<Record<string, readonly string[]>>} [moduleOptions]
 * @property {number} [timeoutSeconds]
 * @property {string} [outDir]
 * @property {boolean} [interactive]
 * @property {boolean} [icount]
 * @property {readonly string[]} [kernelArguments] besides those that the guest needs
 * @property {number} [memoryMiB]
 * @property {readonly string[]} [qemuExtra]
 * @property {(bytes: Buffer) => void} [onStdout]
 * @property {(bytes: Buffer) => void} [onStderr]
 * @property {(line: string) => void} [log]
 */

/**
 * Runs a command in a guest and returns its results.
 * @param {GuestOptions} options
 */
export async function runInGuest({
  command,
  cwd = process.cwd(),
  env = {},
  arch = DEFAULT_ARCHITECTURE,
  release = ARCHITECTURES[arch]?.release,
  cards = ARCHITECTURES[arch]?.cards ?? [],
  audio = 'wav',
  moduleOptions = {},
  timeoutSeconds = 300,
  outDir,
  interactive = false,
  icount = false,
  kernelArguments = [],
  memoryMiB = 2048,
  qemuExtra = [],
  onStdout = () => {},
  onStderr = () => {},
  log = () => {},
}) {
  checkArchitecture(arch);
  checkRelease(release);
  checkCards(arch, cards);
  checkFolder(arch, resolve(cwd));
  const missing = guestMissing(arch);
  if (missing.length > 0) throw new GuestError(`missing packages: ${missing.join(' ')}`);
  const { qemu, console } = ARCHITECTURES[arch];
  const kernel = await prepareKernel({ arch, release, log });
  const { shares, busybox, project, layers } = await prepareFiles({ arch, log });
  const initramfs = await prepareInitramfs({ kernel, arch, busybox, log });

  const out = outDir ? resolve(outDir) : mkdtempSync(join(tmpdir(), 'alsa-mmap-guest-'));
  mkdirSync(out, { recursive: true });
  writeJob(out, {
    ...{ command, cwd: resolve(cwd), env, cards, moduleOptions },
    settings: {
      ...{ project, layers, console },
      timeout: timeoutSeconds,
      interactive: Number(interactive),
      icount: Number(icount),
      rows: process.stdout.rows || 24,
      columns: process.stdout.columns || 80,
    },
  });

  const begin = performance.now();
  const seconds = () => (performance.now() - begin) / 1000;
  const machine = startMachine(
    qemu.command,
    qemuArguments({
      ...{ arch, kernel, initramfs, cards, audio, memoryMiB, interactive, icount },
      kernelArguments,
      shares: { ...shares, modules: kernel.modules },
      outDir: out,
      extra: qemuExtra,
    }),
    { interactive },
  );
  const streams = [
    follow(join(out, 'stdout.txt'), onStdout),
    follow(join(out, 'stderr.txt'), onStderr),
  ];
  /** @type {number | undefined} */
  let bootSeconds;
  const watch = setInterval(() => {
    if (bootSeconds === undefined && result.hasStarted(out)) bootSeconds = seconds();
    if (bootSeconds === undefined && seconds() > BOOT_LIMIT_SECONDS) machine.stop('boot');
    if (interactive || bootSeconds === undefined) return;
    if (seconds() > bootSeconds + timeoutSeconds + POWER_OFF_SECONDS) machine.stop('timeout');
  }, 20);

  const { reason, message } = await machine.ended;
  clearInterval(watch);
  for (const stream of streams) stream.stop();
  const exitCode = result.exitCode(out);
  if (typeof exitCode !== 'number') {
    throw new GuestError(explain({ out, timeoutSeconds, exitCode, reason, message }), out);
  }
  return {
    exitCode,
    outDir: out,
    wavFiles: result.wavFiles(out, cards),
    kernelVersion: kernel.version,
    bootSeconds: bootSeconds ?? seconds(),
    totalSeconds: seconds(),
    kernelProblems: result.kernelProblems(out),
    guestProblems: result.guestProblems(out),
  };
}

/**
 * Message for a run without an exit code.
 * @param {object} run
 * @param {string} run.out
 * @param {number} run.timeoutSeconds
 * @param {string | number | undefined} run.exitCode
 * @param {string | undefined} run.reason why the machine was stopped
 * @param {string} run.message output of QEMU
 */
function explain({ out, timeoutSeconds, exitCode, reason, message }) {
  const tail = [
    ...result.guestProblems(out).map((line) => `guest: ${line}`),
    ...result.kernelProblems(out).map((line) => `kernel: ${line}`),
    message && `output of QEMU:\n${message}`,
    'end of the console ' +
      `(${join(out, 'console.txt')}):\n${result.consoleTail(out) || '(empty)'}`,
  ];
  return [`the guest returned no exit code: ${why()}`, ...tail].filter(Boolean).join('\n');

  function why() {
    if (exitCode === 'timeout') return `the command did not end within ${timeoutSeconds} s`;
    if (reason === 'timeout') return `it hung (time limit ${timeoutSeconds} s)`;
    if (reason === 'boot') return `it did not boot within ${BOOT_LIMIT_SECONDS} s`;
    if (reason) return `stopped by ${reason}`;
    return result.hasStarted(out) ? 'it crashed during the command' : 'it did not boot';
  }
}
