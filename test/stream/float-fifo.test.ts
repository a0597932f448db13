import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES, findFormat } from '../../src/device/format.js';
import { FloatFifo } from '../../src/stream/float-fifo.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';

const CHANNELS = 3;

describe('FloatFifo', () => {
  it.each(FORMAT_NAMES)('round-trips floats through %s across the end of the FIFO', (name) => {
    const format = findFormat(name)!;
    const fifo = FrameFifo.allocate(7, CHANNELS * format.bytes);
    const floats = new FloatFifo(fifo, format, CHANNELS);
    const step = format.kind === 'float' ? 2 ** -20 : 2 ** -(format.width - 1);
    let sample = 0;
    let mismatches = 0;
    for (let round = 0; round < 20; round++) {
      const source = Float32Array.from({ length: 5 * CHANNELS }, () => Math.sin(sample++));
      expect(floats.write(source, 0)).toBe(5);
      const target = new Float32Array(5 * CHANNELS);
      expect(floats.read(target)).toBe(5);
      for (let index = 0; index < source.length; index++) {
        if (!(Math.abs(target[index]! - source[index]!) <= step)) mismatches++;
      }
    }
    expect(mismatches).toBe(0);
  });

  it('reads and writes up to the readable and writable frames, from any frame on', () => {
    const format = findFormat('FLOAT_LE')!;
    const floats = new FloatFifo(FrameFifo.allocate(4, 8), format, 2);
    const source = Float32Array.from({ length: 12 }, (_, index) => index / 16);
    expect(floats.write(source, 3)).toBe(3);
    expect(floats.write(source, 0)).toBe(1);
    expect(floats.write(source, 1)).toBe(0);
    const target = new Float32Array(20).fill(-1);
    expect(floats.read(target)).toBe(4);
    expect([...target.subarray(0, 8)]).toEqual([...source.subarray(6), 0, 1 / 16]);
    expect(target[8]).toBe(-1);
    expect(floats.read(target)).toBe(0);
  });
});
