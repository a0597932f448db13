import { closeSync, openSync, readSync } from 'node:fs';

/** A range of kernel addresses in /proc/kcore. */
export interface CoreSegment {
  readonly address: bigint;
  readonly bytes: bigint;
  /** Offset of the range in the file. */
  readonly offset: bigint;
}

/** Copies kernel memory from `address` on; false if it is not readable. */
export type ReadKernel = (address: bigint, into: Uint8Array) => boolean;

const ELF_HEADER_BYTES = 64;
const ELF_MAGIC = 0x464c457f;
const PROGRAM_HEADER_BYTES = 56;
const PT_LOAD = 1;

/** Location of the program headers in a 64-bit ELF file; undefined for any other file. */
export function programHeaders(header: Buffer): { offset: bigint; bytes: number } | undefined {
  if (header.length < ELF_HEADER_BYTES || header.readUInt32LE(0) !== ELF_MAGIC) return undefined;
  if (header[4] !== 2 || header.readUInt16LE(54) !== PROGRAM_HEADER_BYTES) return undefined;
  return {
    offset: header.readBigUInt64LE(32),
    bytes: header.readUInt16LE(56) * PROGRAM_HEADER_BYTES,
  };
}

/** Ranges of memory that program headers describe. */
export function parseSegments(headers: Buffer): CoreSegment[] {
  const count = Math.floor(headers.length / PROGRAM_HEADER_BYTES);
  return Array.from({ length: count }, (_, index) => index * PROGRAM_HEADER_BYTES)
    .filter((at) => headers.readUInt32LE(at) === PT_LOAD)
    .map((at) => ({
      offset: headers.readBigUInt64LE(at + 8),
      address: headers.readBigUInt64LE(at + 16),
      bytes: headers.readBigUInt64LE(at + 32),
    }));
}

/**
 * /proc/kcore: the kernel's memory as an ELF file. The kernel copies without faulting, so that a
 * stale address gives other bytes or an error and nothing worse.
 */
export class KernelCore {
  readonly #descriptor: number;
  readonly #segments: readonly CoreSegment[];

  /** @throws the error of open(2); RangeError if the file is not an ELF file of 64 bits */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
    try {
      const headers = programHeaders(this.#readAt(0n, ELF_HEADER_BYTES));
      if (headers === undefined) throw new RangeError('no ELF file');
      this.#segments = parseSegments(this.#readAt(headers.offset, headers.bytes));
    } catch (error) {
      closeSync(this.#descriptor);
      throw error;
    }
  }

  readonly read: ReadKernel = (address, into) => {
    const end = address + BigInt(into.length);
    const segment = this.#segments.find(
      (one) => address >= one.address && end <= one.address + one.bytes,
    );
    if (segment === undefined) return false;
    const position = segment.offset + address - segment.address;
    try {
      return readSync(this.#descriptor, into, 0, into.length, position) === into.length;
    } catch {
      return false;
    }
  };

  #readAt(position: bigint, bytes: number): Buffer {
    const buffer = Buffer.alloc(bytes);
    return buffer.subarray(0, readSync(this.#descriptor, buffer, 0, bytes, position));
  }
}
