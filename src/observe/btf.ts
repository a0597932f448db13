/** Bytes after a type's header, by its kind: fixed, or per member. */
const FIXED: ReadonlyMap<number, number> = new Map([
  ...([1, 14, 17] as const).map((kind) => [kind, 4] as const),
  [3, 12],
]);
const PER_MEMBER: ReadonlyMap<number, number> = new Map([
  ...([4, 5, 15, 19] as const).map((kind) => [kind, 12] as const),
  ...([6, 13] as const).map((kind) => [kind, 8] as const),
]);
const MAGIC = 0xeb9f;
const STRUCT = 4;
const HEADER_BYTES = 12;

/** Size of a structure and offsets of its members, in bytes. */
export interface StructLayout {
  readonly size: number;
  readonly offsets: ReadonlyMap<string, number>;
}

/**
 * Reads the layout of structures from BTF (/sys/kernel/btf), which describes the types of a kernel
 * or of a module.
 * @param base BTF of the kernel, whose string table a module's BTF continues
 * @returns the structures that were found, by name
 */
export function structLayouts(
  btf: Buffer,
  base: Buffer | undefined,
  names: readonly string[],
): Map<string, StructLayout> {
  const [types, own] = sections(btf);
  const inherited = base === undefined ? Buffer.alloc(0) : sections(base)[1];
  const nameAt = (offset: number) =>
    offset < inherited.length
      ? stringAt(inherited, offset)
      : stringAt(own, offset - inherited.length);
  const found = new Map<string, StructLayout>();
  let at = 0;
  while (at + HEADER_BYTES <= types.length) {
    const info = types.readUInt32LE(at + 4);
    const [kind, count] = [(info >>> 24) & 0x1f, info & 0xffff];
    const name = kind === STRUCT ? nameAt(types.readUInt32LE(at)) : '';
    at += HEADER_BYTES;
    if (names.includes(name)) {
      // With bit fields the upper byte is their width.
      const mask = info >>> 31 === 1 ? 0xffffff : 0xffffffff;
      const offsets = new Map(
        Array.from({ length: count }, (_, index) => {
          const member = at + 12 * index;
          const bits = (types.readUInt32LE(member + 8) & mask) >>> 0;
          return [nameAt(types.readUInt32LE(member)), bits / 8];
        }),
      );
      found.set(name, { size: types.readUInt32LE(at - 4), offsets });
    }
    at += FIXED.get(kind) ?? count * (PER_MEMBER.get(kind) ?? 0);
  }
  return found;
}

function sections(btf: Buffer): [types: Buffer, strings: Buffer] {
  if (btf.length < 24 || btf.readUInt16LE(0) !== MAGIC) return [Buffer.alloc(0), Buffer.alloc(0)];
  const headerBytes = btf.readUInt32LE(4);
  const section = (at: number) => {
    const from = headerBytes + btf.readUInt32LE(at);
    return btf.subarray(from, from + btf.readUInt32LE(at + 4));
  };
  return [section(8), section(16)];
}

function stringAt(strings: Buffer, offset: number): string {
  const end = strings.indexOf(0, offset);
  return strings.toString('latin1', offset, end < 0 ? strings.length : end);
}
