import { readFileSync, writeFileSync } from 'node:fs';
import { AlsaMmapError } from '../../device/errors.js';
import { type StructLayout, structLayouts } from '../../observe/btf.js';
import { attempt } from '../trace/process-notes.js';
import { URB_FUNCTION } from './probes.js';

const ROOT = '/sys/kernel/tracing';
export const INSTANCES = `${ROOT}/instances`;
export const PROBES = `${ROOT}/kprobe_events`;

/**
 * Checks that the kernel accepts probes of functions.
 * @throws PERMISSION without root; UNSUPPORTED without tracefs or one of the functions
 */
export function checkAccess(functions: readonly string[]): void {
  try {
    append(PROBES, '\n');
  } catch (cause) {
    const { code: errno } = cause as NodeJS.ErrnoException;
    if (errno === 'EACCES' || errno === 'EPERM') {
      const isRoot = process.geteuid?.() === 0;
      const advice = isRoot
        ? 'the kernel is locked down, or this is a container'
        : 'run it as root';
      const message = `cannot write ${PROBES}: ${errno}; ${advice}`;
      throw new AlsaMmapError('PERMISSION', message, { errno, cause });
    }
    throw new AlsaMmapError(
      'UNSUPPORTED',
      `cannot write ${PROBES}: ${errno}; mount it with "mount -t tracefs nodev ${ROOT}", ` +
        'which takes a kernel with CONFIG_KPROBE_EVENTS',
      { errno, cause },
    );
  }
  const symbols = readFileSync('/proc/kallsyms', 'utf8');
  const missing = functions.filter((name) => !new RegExp(` ${name}\\s`).test(symbols));
  if (missing.length === 0) return;
  const module = missing[0] === URB_FUNCTION ? 'snd_usb_audio' : 'snd_pcm';
  throw new AlsaMmapError(
    'UNSUPPORTED',
    `the kernel has no function ${missing.join(', ')} to probe; is ${module} loaded?`,
  );
}

/**
 * Returns the layouts of structures that a module uses. BTF of a module has what BTF of the kernel
 * does not have; without a module its code is part of the kernel.
 */
export function readLayouts(
  module: string,
  structures: readonly string[],
): ReadonlyMap<string, StructLayout> {
  const kernel = attempt(() => readFileSync('/sys/kernel/btf/vmlinux')) ?? Buffer.alloc(0);
  const own = attempt(() => readFileSync(`/sys/kernel/btf/${module}`));
  const found = own === undefined ? new Map() : structLayouts(own, kernel, structures);
  const others = structures.filter((name) => !found.has(name));
  return new Map([...found, ...structLayouts(kernel, undefined, others)]);
}

/** A write that truncates would remove the probes of every tracer. */
export function append(file: string, line: string): void {
  writeFileSync(file, line, { flag: 'a' });
}
