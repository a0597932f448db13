import { describe, expect, it } from 'vitest';
import { parseByteCount } from '../../../src/cli/text/byte-count.js';

describe('a number of bytes', () => {
  it.each([
    ['700000', 700_000],
    ['64k', 65_536],
    ['64K', 65_536],
    ['100M', 104_857_600],
    ['1.5G', 1_610_612_736],
    ['2t', 2_199_023_255_552],
  ])('%s is %i', (text, bytes) => {
    expect(parseByteCount(text)).toBe(bytes);
  });

  it.each(['', 'k', '-1', '1kB', '1 k', '1e3', '0x10', '99999999t', '.5k'])(
    '"%s" is none',
    (text) => {
      expect(parseByteCount(text)).toBeUndefined();
    },
  );
});
