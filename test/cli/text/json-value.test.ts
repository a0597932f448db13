import { expect, it } from 'vitest';
import { jsonLine, jsonValue } from '../../../src/cli/text/printable.js';

it('jsonValue replaces undefined and non-finite numbers by null at every depth', () => {
  const value = {
    a: undefined,
    b: [1, Number.NaN, { c: -Infinity }],
    d: null,
    e: 'text',
    f: false,
  };
  const expected = { a: null, b: [1, null, { c: null }], d: null, e: 'text', f: false };
  expect(jsonValue(value)).toEqual(expected);
});

it('jsonValue writes columns of samples as arrays', () => {
  expect(jsonValue({ ns: new Float64Array([1, Number.NaN]) })).toEqual({ ns: [1, null] });
});

it('jsonLine keeps undefined members as null', () => {
  expect(jsonLine({ errno: undefined, peakDbfs: [-Infinity] })).toBe(
    '{"errno":null,"peakDbfs":[null]}',
  );
});
