import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { permissionReason } from '../device/device-nodes.js';
import { type HeldTarget, readHeldPages, readHeldRing } from '../device/held-memory.js';
import type { StreamOwner } from '../device/pcm-owners.js';
import { nodeOf, type Unreadable, unreadable } from './owner-access.js';
import { PageCopy, type PageValues, type StreamPages } from './page-copy.js';
import type { OpenStream } from './sound-tree.js';

/** Errors of open(2) with which the owner's descriptor can still be taken. */
const NODE_REFUSALS = new Set(['EACCES', 'EPERM', 'ENOENT']);

/**
 * The pages and the ring of a stream, read through a descriptor of it that is open during each read
 * only. In that time the stream is held: the kernel refuses hw_params and hw_free to the owner, and
 * a close of the owner ends the stream after the read.
 */
export class HeldStream implements StreamPages {
  readonly path: 'O_APPEND' | 'pidfd_getfd';
  readonly hasControl = true;
  readonly #target: HeldTarget;
  readonly #copy = new PageCopy();

  private constructor(target: HeldTarget) {
    this.#target = target;
    this.path = target.pid === 0 ? 'O_APPEND' : 'pidfd_getfd';
  }

  /** Finds a way to a descriptor: by the node, else from the owner; reads the pages once. */
  static find(stream: OpenStream, procRoot = '/proc'): HeldStream | Unreadable {
    const { card, device, subdevice, direction, owner } = stream;
    const id = { card, device, subdevice, direction };
    const attached = HeldStream.#tryRead({ ...id, pid: 0, fd: 0 });
    if (attached instanceof HeldStream) return attached;
    const refusal = nodeRefusal(attached, nodeOf(stream));
    if (owner === undefined || owner.pid === 0 || !NODE_REFUSALS.has(refusal.errno)) return refusal;
    let last: unknown;
    try {
      for (const fd of descriptorsOf(owner, nodeOf(stream), procRoot)) {
        const taken = HeldStream.#tryRead({ ...id, pid: owner.pid, fd });
        if (taken instanceof HeldStream) return taken;
        last = taken;
      }
    } catch (error) {
      last = error;
    }
    if (last === undefined) return refusal;
    const { errno, reason } = unreadable(last, owner, procRoot);
    return { errno, reason: `${refusal.reason}; ${reason}` };
  }

  /** @returns the error if the pages cannot be read */
  static #tryRead(target: HeldTarget): unknown {
    const stream = new HeldStream(target);
    try {
      stream.#fill();
      return stream;
    } catch (error) {
      return error;
    }
  }

  read(): PageValues | Unreadable {
    try {
      this.#fill();
    } catch (error) {
      return failure(error);
    }
    const values = this.#copy.decode(this.hasControl);
    return values ?? { errno: 'none', reason: 'the stream has no frame counts' };
  }

  /** Copies bytes of the ring; the reason if this is not possible in the state of the stream. */
  copyRing(byteOffset: number, into: Uint8Array): Unreadable | undefined {
    try {
      readHeldRing(this.#target, byteOffset, into);
      return undefined;
    } catch (error) {
      return failure(error);
    }
  }

  #fill(): void {
    this.#copy.fill((into) => readHeldPages(this.#target, into));
  }
}

/** Descriptors of a process that are open on a node. */
function descriptorsOf({ pid }: StreamOwner, node: string, procRoot: string): number[] {
  const folder = join(procRoot, `${pid}/fd`);
  return readdirSync(folder)
    .filter((name) => linkOf(join(folder, name)) === node)
    .map(Number);
}

/** Target of a link; undefined if the descriptor was closed meanwhile. */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function nodeRefusal(error: unknown, node: string): Unreadable {
  const { errno, reason } = failure(error);
  if (errno === 'ENOENT') return { errno, reason: `there is no ${node}` };
  if (!NODE_REFUSALS.has(errno)) return { errno, reason };
  return { errno, reason: permissionReason(node, errno, '') };
}

function failure(error: unknown): Unreadable {
  const { code = 'none', message } = error as NodeJS.ErrnoException;
  if (code === 'EBADFD') return { errno: code, reason: 'the owner has just closed the stream' };
  return { errno: code, reason: message };
}
