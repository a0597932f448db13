import { describe, expect, it } from 'vitest';
import { structLayouts } from '../../src/observe/btf.js';

interface TestType {
  readonly name?: string;
  /** Bytes of a structure. */
  readonly size?: number;
  readonly kind: number;
  readonly flag?: boolean;
  /** Members of a structure: name and offset in bits. */
  readonly members?: readonly (readonly [name: string, bits: number])[];
  /** Other bytes after the header, in words. */
  readonly words?: readonly number[];
}

/** Encodes types as BTF whose strings continue those of a base. */
function encode(types: readonly TestType[], inherited = ''): Buffer {
  let strings = '\0';
  const intern = (text = '') => {
    if (text === '') return 0;
    const inBase = inherited.indexOf(`\0${text}\0`);
    if (inBase >= 0) return inBase + 1;
    strings += `${text}\0`;
    return inherited.length + strings.length - text.length - 1;
  };
  const words = types.flatMap(
    ({ name, kind, size = 0, flag = false, members = [], words = [] }) => [
      intern(name),
      ((flag ? 2 ** 31 : 0) + (kind << 24) + members.length) >>> 0,
      size,
      ...members.flatMap(([member, bits]) => [intern(member), 1, bits]),
      ...words,
    ],
  );
  const body = Buffer.from(Uint32Array.from(words).buffer);
  const header = Buffer.alloc(24);
  header.writeUInt16LE(0xeb9f, 0);
  const fields = [24, 0, body.length, body.length, strings.length];
  header.set(new Uint8Array(Uint32Array.from(fields).buffer), 4);
  return Buffer.concat([header, body, Buffer.from(strings, 'latin1')]);
}

const STRUCT = 4;
const TYPES: readonly TestType[] = [
  { name: 'int', kind: 1, words: [0] },
  { kind: 2 },
  { kind: 3, words: [1, 1, 4] },
  {
    name: 'pair',
    kind: STRUCT,
    size: 16,
    members: [
      ['first', 0],
      ['second', 64],
    ],
  },
  { name: 'bits', kind: STRUCT, flag: true, members: [['wide', 0x05000020]] },
];

const PAIR = {
  size: 16,
  offsets: new Map([
    ['first', 0],
    ['second', 8],
  ]),
};

describe('structLayouts', () => {
  it('gives the size and the offsets of the members in bytes', () => {
    const layouts = structLayouts(encode(TYPES), undefined, ['pair', 'bits', 'absent']);
    expect(layouts).toEqual(
      new Map([
        ['pair', PAIR],
        ['bits', { size: 0, offsets: new Map([['wide', 4]]) }],
      ]),
    );
  });

  it("reads a module's names that the kernel has, too", () => {
    const base = encode([{ name: 'second', kind: 7 }]);
    const module = encode(TYPES, '\0second\0');
    expect(structLayouts(module, base, ['pair']).get('pair')).toEqual(PAIR);
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['not BTF', Buffer.alloc(100, 7)],
  ])('finds nothing in a file that is %s', (_, btf) => {
    expect(structLayouts(btf, undefined, ['pair'])).toEqual(new Map());
  });
});
