import { integerBetween } from '../options.js';

const MAX_ENTRIES = 64;

/** A list of whole numbers, such as `2,3,4`, as an option's value: each once, in their order. */
export function integerList(min: number, max: number) {
  const read = integerBetween(min, max);
  return (text: string): readonly number[] | undefined => {
    const numbers = text.split(',').map((part) => read(part));
    if (numbers.length > MAX_ENTRIES || numbers.includes(undefined)) return undefined;
    return [...new Set(numbers as number[])];
  };
}

/** The same, or a range that doubles: `64:4096`. */
export function sizeList(min: number, max: number) {
  const read = integerBetween(min, max);
  const list = integerList(min, max);
  return (text: string): readonly number[] | undefined => {
    const [from, to, ...more] = text.split(':').map((part) => read(part));
    if (!text.includes(':')) return list(text);
    if (from === undefined || to === undefined || to < from || more.length > 0) return undefined;
    const sizes: number[] = [];
    for (let size = from; size <= to; size *= 2) sizes.push(size);
    return sizes;
  };
}
