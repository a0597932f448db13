/** Model of a sample format, derived from its name, with samples as bytes in BigInt arithmetic. */
export interface ByteModel {
  readonly kind: 'signed' | 'unsigned' | 'float';
  readonly width: number;
  readonly bytes: number;
  readonly big: boolean;
  readonly min: number;
  readonly max: number;
  readonly silence: number;
  /** Returns the bytes of a raw sample, sign-extended into the padding. */
  encode(raw: number): number[];
  decode(bytes: Iterable<number>): number;
}

export function byteModel(name: string): ByteModel {
  const [, letter, digits, packed, order] = /^(S|U|FLOAT)(\d*)(_3)?_?(LE|BE)?$/.exec(name)!;
  const float = letter === 'FLOAT';
  const width = Number(digits || 32);
  const bytes = packed ? 3 : ({ 8: 1, 16: 2, 64: 8 }[width] ?? 4);
  const big = order === 'BE';
  const half = 2 ** (width - 1);
  const unsigned = letter === 'U';
  const ordered = (little: number[]) => (big ? little.reverse() : little);
  const integer = {
    encode: (raw: number) => {
      const word = BigInt.asUintN(bytes * 8, BigInt(raw));
      return ordered(
        Array.from({ length: bytes }, (_, at) => Number((word >> BigInt(8 * at)) & 255n)),
      );
    },
    decode: (stored: Iterable<number>) => {
      const word = ordered([...stored]).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
      return Number(unsigned ? BigInt.asUintN(width, word) : BigInt.asIntN(width, word));
    },
  };
  const floating = {
    encode: (raw: number) => {
      const view = new DataView(new ArrayBuffer(bytes));
      if (bytes === 8) view.setFloat64(0, raw, !big);
      else view.setFloat32(0, raw, !big);
      return [...new Uint8Array(view.buffer)];
    },
    decode: (stored: Iterable<number>) => {
      const view = new DataView(Uint8Array.from(stored).buffer);
      return bytes === 8 ? view.getFloat64(0, !big) : view.getFloat32(0, !big);
    },
  };
  return {
    kind: float ? 'float' : unsigned ? 'unsigned' : 'signed',
    width,
    bytes,
    big,
    min: float ? -1 : unsigned ? 0 : -half,
    max: float ? 1 : unsigned ? 2 * half - 1 : half - 1,
    silence: unsigned ? half : 0,
    ...(float ? floating : integer),
  };
}
