import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelCore, type ReadKernel } from './kernel-core.js';
import { KernelLayout } from './kernel-layout.js';
import { findSubstream, type KernelSubstream } from './kernel-substream.js';
import type { Unreadable } from './owner-access.js';
import type { SubstreamId } from './sound-tree.js';

const LIST = 'snd_pcm_devices';
/** Number of the capability (linux/capability.h). */
const CAP_SYS_RAWIO = 17n;

/** The kernel's list of PCMs, and access to its memory; for root. */
export class KernelMemory {
  readonly #core: KernelCore;
  readonly #layout: KernelLayout;
  readonly #devices: bigint;

  private constructor(core: KernelCore, layout: KernelLayout, devices: bigint) {
    this.#core = core;
    this.#layout = layout;
    this.#devices = devices;
  }

  /**
   * Opens /proc/kcore, until the process ends.
   * @returns the reason if the kernel refuses access, or does not describe its memory
   */
  static open(procRoot = '/proc', sysRoot = '/sys'): KernelMemory | Unreadable {
    const layout = readLayout(sysRoot);
    if ('errno' in layout) return layout;
    const devices = findList(procRoot);
    if (typeof devices !== 'bigint') return devices;
    try {
      return new KernelMemory(new KernelCore(join(procRoot, 'kcore')), layout, devices);
    } catch (error) {
      return coreRefusal(error, procRoot, sysRoot);
    }
  }

  readonly read: ReadKernel = (address, into) => this.#core.read(address, into);

  /** Addresses of an open substream, at this moment. */
  find(id: SubstreamId): KernelSubstream | undefined {
    return findSubstream(this.read, this.#layout, this.#devices, id);
  }
}

function readLayout(sysRoot: string): KernelLayout | Unreadable {
  const folder = join(sysRoot, 'kernel/btf');
  const kernel = readFile(join(folder, 'vmlinux'));
  if (kernel === undefined) {
    const reason = `no ${folder}/vmlinux: the kernel was built without CONFIG_DEBUG_INFO_BTF`;
    return { errno: 'ENOENT', reason };
  }
  const layout = KernelLayout.parse(kernel, readFile(join(folder, 'snd_pcm')));
  if (typeof layout !== 'string') return layout;
  const reason = `${folder} describes no ${layout}: is CONFIG_DEBUG_INFO_BTF_MODULES set?`;
  return { errno: 'none', reason };
}

function findList(procRoot: string): bigint | Unreadable {
  const symbols = readFile(join(procRoot, 'kallsyms')) ?? Buffer.alloc(0);
  const digits = /^[0-9a-f]{1,16}/.exec(symbolLine(symbols))?.[0];
  if (digits === undefined) {
    const reason = `/proc/kallsyms has no ${LIST}: is snd_pcm loaded, is CONFIG_KALLSYMS_ALL set?`;
    return { errno: 'none', reason };
  }
  const address = BigInt(`0x${digits}`);
  if (address !== 0n) return address;
  const isRoot = process.geteuid?.() === 0;
  const restriction = readFile(join(procRoot, 'sys/kernel/kptr_restrict'))?.toString().trim();
  const advice = isRoot ? `set kernel.kptr_restrict (${restriction}) to 1` : 'run it as root';
  return { errno: 'EPERM', reason: `the kernel hides the addresses in /proc/kallsyms; ${advice}` };
}

/** Line of the list, up to its name. The file is large, so that its bytes are searched. */
function symbolLine(symbols: Buffer): string {
  const [at = -1] = ['\t', '\n']
    .map((end) => symbols.indexOf(` ${LIST}${end}`))
    .filter((found) => found >= 0);
  return at < 0 ? '' : symbols.toString('latin1', symbols.lastIndexOf('\n', at) + 1, at);
}

function coreRefusal(error: unknown, procRoot: string, sysRoot: string): Unreadable {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    return {
      errno: code,
      reason: 'no /proc/kcore: the kernel was built without CONFIG_PROC_KCORE',
    };
  }
  if (code !== 'EPERM' && code !== 'EACCES') {
    return { errno: code ?? 'none', reason: '/proc/kcore is not readable, as in a container' };
  }
  const lockdown = readFile(join(sysRoot, 'kernel/security/lockdown'))?.toString() ?? '';
  const isLocked =
    lockdown.includes('[confidentiality]') || (code === 'EPERM' && mayRead(procRoot));
  const advice = isLocked
    ? 'the kernel is locked down (confidentiality)'
    : 'run as root with CAP_SYS_RAWIO';
  return { errno: code, reason: `no right to read /proc/kcore: ${advice}` };
}

/** True with the capability that /proc/kcore needs: then only a lockdown refuses it. */
function mayRead(procRoot: string): boolean {
  const status = readFile(join(procRoot, 'self/status'))?.toString() ?? '';
  const digits = /^CapEff:\s*([0-9a-f]{1,16})$/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${digits}`) >> CAP_SYS_RAWIO) & 1n) === 1n;
}

function readFile(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
