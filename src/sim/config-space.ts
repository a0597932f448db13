import type { ConfigSpace, HwParam, UnorderedHwParam } from '../device/config-space.js';
import { findFormat } from '../device/format.js';
import { PcmAccess } from '../device/params.js';
import type { SimConfig } from './config.js';

type Interval = [min: number, max: number];

/**
 * Configurations of a simulated card: sets of access and format, ranges of the rest. The sizes
 * constrain each other as in the kernel: buffer size = period size * periods.
 */
export class SimConfigSpace implements ConfigSpace {
  readonly #choices: Record<UnorderedHwParam, number[]>;
  readonly #ranges: Record<Exclude<HwParam, UnorderedHwParam>, Interval>;
  readonly #periods: Interval;
  readonly #isPowerOfTwo: boolean;

  constructor(config: SimConfig) {
    this.#choices = {
      access: accessNumbers(config.access),
      format: config.formats.map((name) => findFormat(name)!.kernelNumber),
      periodWakeup: config.periodWakeup === 'optional' ? [1, 0] : [1],
    };
    this.#isPowerOfTwo = config.sizes === 'pow2';
    this.#periods = this.#refine(...config.periods);
    this.#ranges = {
      channels: [...config.channels],
      rate: [...config.rates],
      periodSize: this.#refine(...config.periodSize),
      bufferSize: this.#refine(...config.bufferSize),
    };
    this.#narrowSizes();
  }

  /** True if no period and buffer size satisfy all constraints. */
  get isEmpty(): boolean {
    const { periodSize, bufferSize } = this.#ranges;
    return [periodSize, bufferSize, this.#periods].some(([min, max]) => min > max);
  }

  test(param: HwParam, value: number): boolean {
    if (isUnordered(param)) return this.#choices[param].includes(value);
    const [min, max] = this.#ranges[param];
    return Number.isInteger(value) && value >= min && value <= max && this.#accepts(param, value);
  }

  set(param: HwParam, value: number): void {
    if (!this.test(param, value)) throw new RangeError(`${param} ${value} is not in the space`);
    if (isUnordered(param)) {
      this.#choices[param] = [value];
      return;
    }
    this.#ranges[param] = [value, value];
    this.#narrowSizes();
  }

  setNear(param: HwParam, value: number): number {
    const [min, max] = this.#range(param);
    const clamped = Math.round(Math.min(Math.max(value, min), max));
    for (let distance = 0; distance <= max - min; distance++) {
      const near = [clamped - distance, clamped + distance].find((each) => this.test(param, each));
      if (near === undefined) continue;
      this.set(param, near);
      return near;
    }
    throw new RangeError(`${param}: no value is left`);
  }

  min(param: HwParam): number {
    return this.#range(param)[0];
  }

  max(param: HwParam): number {
    return this.#range(param)[1];
  }

  get(param: HwParam): number {
    if (isUnordered(param)) return this.#choices[param][0]!;
    return this.#ranges[param][0];
  }

  #range(param: HwParam): Readonly<Interval> {
    if (!isUnordered(param)) return this.#ranges[param];
    throw new TypeError(`${param} has no range`);
  }

  /** True if a value in the range of a parameter satisfies the constraints of sizes. */
  #accepts(param: HwParam, value: number): boolean {
    if (param !== 'periodSize' && param !== 'bufferSize') return true;
    if (this.#isPowerOfTwo && !Number.isInteger(Math.log2(value))) return false;
    if (param === 'periodSize') return true;
    const [min, max] = this.#periodSizesIn([value, value]);
    return min <= max;
  }

  #narrowSizes(): void {
    const ranges = this.#ranges;
    ranges.periodSize = this.#periodSizesIn(ranges.bufferSize);
    ranges.bufferSize = this.#refine(
      Math.max(ranges.bufferSize[0], ranges.periodSize[0] * this.#periods[0]),
      Math.min(ranges.bufferSize[1], ranges.periodSize[1] * this.#periods[1]),
    );
  }

  /** Period sizes that are left for a range of buffer sizes. */
  #periodSizesIn([minBuffer, maxBuffer]: Readonly<Interval>): Interval {
    const [min, max] = this.#ranges.periodSize;
    return this.#refine(
      Math.max(min, Math.ceil(minBuffer / this.#periods[1])),
      Math.min(max, Math.floor(maxBuffer / this.#periods[0])),
    );
  }

  /** Kernel: `snd_pcm_hw_constraint_pow2`. */
  #refine(min: number, max: number): Interval {
    if (!this.#isPowerOfTwo) return [min, max];
    return [2 ** Math.ceil(Math.log2(min)), 2 ** Math.floor(Math.log2(max))];
  }
}

function isUnordered(param: HwParam): param is UnorderedHwParam {
  return param === 'access' || param === 'format' || param === 'periodWakeup';
}

function accessNumbers(access: SimConfig['access']): number[] {
  if (access === 'rw') return [PcmAccess.RW_INTERLEAVED];
  if (access === 'interleaved') return [PcmAccess.MMAP_INTERLEAVED];
  if (access === 'noninterleaved') return [PcmAccess.MMAP_NONINTERLEAVED];
  return [PcmAccess.MMAP_INTERLEAVED, PcmAccess.MMAP_NONINTERLEAVED];
}
