import { describe, expect, it } from 'vitest';
import { integerList, sizeList } from '../../../src/cli/text/number-list.js';

describe('a list of numbers', () => {
  const read = integerList(1, 100);

  it.each([
    ['2', [2]],
    ['2,3,4', [2, 3, 4]],
    ['4,2,4', [4, 2]],
  ])('%s is read', (text, numbers) => expect(read(text)).toEqual(numbers));

  it.each(['', ',', '2,', '2,x', '1.5', '0', '101', '2 3', '2:4', '1,'.repeat(70)])(
    '"%s" is none',
    (text) => expect(read(text)).toBeUndefined(),
  );
});

describe('a list of sizes', () => {
  const read = sizeList(1, 1000);

  it.each([
    ['64:512', [64, 128, 256, 512]],
    ['48:200', [48, 96, 192]],
    ['64:64', [64]],
    ['64,96', [64, 96]],
    ['100', [100]],
  ])('%s is read', (text, sizes) => expect(read(text)).toEqual(sizes));

  it.each(['64:', ':64', '128:64', '64:128:256', '64:2000', '0:64', '64:x', ''])(
    '"%s" is none',
    (text) => expect(read(text)).toBeUndefined(),
  );
});
