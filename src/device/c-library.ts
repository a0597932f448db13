import { closeSync, openSync, readSync } from 'node:fs';

/** Offsets in the header of a 64-bit ELF file, and in its table of segments. */
const TABLE = 32;
const ENTRY_SIZE = 54;
const ENTRY_COUNT = 56;
const SEGMENT = { type: 0, offset: 8, size: 32 };
const HEADER_BYTES = 64;
/** Type of the segment that names the loader. */
const PT_INTERP = 3;

/**
 * Returns the C library that a program was built for, by the loader that its ELF file names; glibc
 * if the file cannot be read: Node may have been replaced while it runs, or only be executable.
 * @param program path; this Node by default
 */
export function cLibrary(program = process.execPath): 'glibc' | 'musl' {
  try {
    return /\/ld-musl-/.test(loaderOf(program)) ? 'musl' : 'glibc';
  } catch {
    return 'glibc';
  }
}

/** Path of the loader that an ELF file names; empty if it names none. */
function loaderOf(program: string): string {
  const file = openSync(program, 'r');
  try {
    const header = bytesAt(file, 0, HEADER_BYTES);
    const entryBytes = header.readUInt16LE(ENTRY_SIZE);
    const begin = Number(header.readBigUInt64LE(TABLE));
    for (let entry = 0; entry < header.readUInt16LE(ENTRY_COUNT); entry++) {
      const segment = bytesAt(file, begin + entry * entryBytes, entryBytes);
      if (segment.readUInt32LE(SEGMENT.type) !== PT_INTERP) continue;
      const offset = Number(segment.readBigUInt64LE(SEGMENT.offset));
      return bytesAt(file, offset, Number(segment.readBigUInt64LE(SEGMENT.size))).toString(
        'latin1',
      );
    }
    return '';
  } finally {
    closeSync(file);
  }
}

function bytesAt(file: number, position: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  readSync(file, bytes, 0, count, position);
  return bytes;
}
