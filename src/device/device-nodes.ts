import { closeSync, constants, openSync, statSync } from 'node:fs';
import type { ErrorCode } from './errors.js';
import { listDirectory, readText } from './proc-files.js';

/** Reason why a device cannot be opened, for an `AlsaMmapError`. */
export interface OpenProblem {
  readonly code: ErrorCode;
  readonly errno: string;
  readonly reason: string;
}

/** Numbers of all cards that the kernel lists or that have a node, in order. */
export function cardNumbers(root: string): number[] {
  const names = [...listDirectory(`${root}/proc/asound`), ...listDirectory(`${root}/dev/snd`)];
  const numbers = names.flatMap((name) => /^(?:card|controlC)(\d+)$/.exec(name)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b);
}

/**
 * Problem with the control node of a card, which alsa-lib opens before every PCM: it reports each
 * problem with it as a missing card. Undefined if the node can be opened, or if there is no such
 * card.
 */
export function controlNodeProblem(card: number, root: string): OpenProblem | undefined {
  const node = `/dev/snd/controlC${card}`;
  const errno = openErrno(`${root}${node}`);
  if (errno === 'EACCES' || errno === 'EPERM') {
    return { code: 'PERMISSION', errno, reason: permissionReason(node, errno, root) };
  }
  const isListed = listDirectory(`${root}/proc/asound`).includes(`card${card}`);
  if (errno !== 'ENOENT' || !isListed) return undefined;
  const reason =
    `the kernel has card ${card}, but there is no ${node}; ` +
    'a container needs the nodes of /dev/snd (--device /dev/snd)';
  return { code: 'NO_DEVICE', errno, reason };
}

/** Owner of a node that may not be opened, and the remedy. */
export function permissionReason(node: string, errno: string, root: string): string {
  // A device control group, as a container has, refuses with EPERM regardless of the mode.
  if (errno === 'EPERM') {
    return `${node} is not permitted here; give the container the device (--device /dev/snd)`;
  }
  const stats = statSync(`${root}${node}`, { throwIfNoEntry: false });
  if (stats === undefined) return `permission denied to ${node}; run as root`;
  const { mode, gid } = stats;
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  const group = groupName(gid, root);
  const isForGroup = gid !== 0 && (mode & 0o060) === 0o060;
  const remedy = isForGroup
    ? `join it (sudo usermod -aG ${group} $USER) and log in again`
    : 'run as root, or let a udev rule give it to the group audio';
  return `permission denied to ${node}, which is of group ${group} with mode ${octal}; ${remedy}`;
}

function groupName(gid: number, root: string): string {
  const groups = readText(`${root}/etc/group`).split('\n');
  const fields = groups.map((line) => line.split(':'));
  return fields.find(([, , number]) => number === String(gid))?.[0] ?? String(gid);
}

/** Errno of an attempt to open a node for reading and writing; undefined if it succeeds. */
function openErrno(path: string): string | undefined {
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}
