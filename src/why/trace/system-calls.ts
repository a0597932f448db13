/** A system call that a thread is in. */
export interface SystemCall {
  readonly number: number;
  /** Arguments in hexadecimal. */
  readonly args: readonly string[];
}

/** Names of calls by number on x86-64, and on arm64. */
const NUMBERS: readonly (readonly [name: string, x64: number, arm64: number])[] = [
  ['read', 0, 63],
  ['write', 1, 64],
  ['close', 3, 57],
  ['poll', 7, -1],
  ['mmap', 9, 222],
  ['mprotect', 10, 226],
  ['munmap', 11, 215],
  ['brk', 12, 214],
  ['ioctl', 16, 29],
  ['pread64', 17, 67],
  ['pwrite64', 18, 68],
  ['readv', 19, 65],
  ['writev', 20, 66],
  ['select', 23, -1],
  ['sched_yield', 24, 124],
  ['madvise', 28, 233],
  ['nanosleep', 35, 101],
  ['connect', 42, 203],
  ['sendto', 44, 206],
  ['recvfrom', 45, 207],
  ['sendmsg', 46, 211],
  ['recvmsg', 47, 212],
  ['fsync', 74, 82],
  ['fdatasync', 75, 83],
  ['futex', 202, 98],
  ['restart_syscall', 219, 128],
  ['fadvise64', 221, 223],
  ['clock_gettime', 228, 113],
  ['clock_nanosleep', 230, 115],
  ['epoll_wait', 232, -1],
  ['openat', 257, 56],
  ['pselect6', 270, 72],
  ['ppoll', 271, 73],
  ['epoll_pwait', 281, 22],
  ['io_uring_enter', 426, 426],
];

const TAKES_DESCRIPTOR = new Set([
  ...['read', 'write', 'pread64', 'pwrite64', 'readv', 'writev', 'sendto', 'recvfrom', 'sendmsg'],
  ...['recvmsg', 'fsync', 'fdatasync', 'connect', 'ioctl'],
]);

/** Calls in which a thread waits for the card, or for the first of several events. */
const WAITS = new Set([
  ...['poll', 'ppoll', 'select', 'pselect6', 'epoll_wait', 'epoll_pwait', 'restart_syscall'],
]);

const PCM_IOCTLS: ReadonlyMap<number, string> = new Map([
  [0x20, 'STATUS'],
  [0x21, 'DELAY'],
  [0x22, 'HWSYNC'],
  [0x23, 'SYNC_PTR'],
  [0x24, 'STATUS_EXT'],
  [0x40, 'PREPARE'],
  [0x42, 'START'],
  [0x43, 'DROP'],
  [0x44, 'DRAIN'],
  [0x45, 'PAUSE'],
  [0x46, 'REWIND'],
  [0x47, 'RESUME'],
  [0x48, 'XRUN'],
  [0x49, 'FORWARD'],
  [0x50, 'WRITEI_FRAMES'],
  [0x51, 'READI_FRAMES'],
  [0x52, 'WRITEN_FRAMES'],
  [0x53, 'READN_FRAMES'],
]);

/** Architecture whose numbers a trace uses: its PCM ioctls show it. */
export type CallTable = 'x64' | 'arm64';

const NAMES: Readonly<Record<CallTable, ReadonlyMap<number, string>>> = {
  x64: new Map(NUMBERS.map(([name, number]) => [number, name])),
  arm64: new Map(NUMBERS.map(([name, , number]) => [number, name])),
};

/** Returns the kind of PCM ioctl that a call is, such as `START`; undefined for any other call. */
export function pcmIoctl(call: SystemCall, table: CallTable): string | undefined {
  if (callName(call, table) !== 'ioctl') return undefined;
  const request = Number.parseInt(call.args[1] ?? '', 16);
  if (((request >> 8) & 0xff) !== 0x41) return undefined;
  return PCM_IOCTLS.get(request & 0xff) ?? `0x${(request & 0xff).toString(16)}`;
}

/** True for poll and the like, which move no frames. */
export function isPoll(call: SystemCall, table: CallTable): boolean {
  return WAITS.has(callName(call, table));
}

/** Returns true for a call that ends when the card has room or data. */
export function waitsForCard(call: SystemCall, table: CallTable): boolean {
  return isPoll(call, table) || /_FRAMES$|^DRAIN$/.test(pcmIoctl(call, table) ?? '');
}

/** Name of a call; its number if it is not in the table. */
export function callName({ number }: SystemCall, table: CallTable): string {
  return NAMES[table].get(number) ?? `system call ${number}`;
}

/** The descriptor that a call works on. */
export function descriptorOf(call: SystemCall, table: CallTable): number | undefined {
  if (!TAKES_DESCRIPTOR.has(callName(call, table))) return undefined;
  const descriptor = Number.parseInt(call.args[0] ?? '', 16);
  return Number.isNaN(descriptor) ? undefined : descriptor;
}
