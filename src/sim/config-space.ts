import type { ConfigSpace, HwParam, UnorderedHwParam } from '../device/config-space.js';
import { findFormat } from '../device/format.js';
import { PcmAccess } from '../device/params.js';
import type { SimConfig } from './config.js';

const SIZE_RANGE: readonly [number, number] = [16, 1 << 18];
const MIN_PERIODS = 2;

/** Configurations of a simulated card: sets of access and format, ranges of the rest. */
export class SimConfigSpace implements ConfigSpace {
  readonly #choices: Record<UnorderedHwParam, number[]>;
  readonly #ranges: Record<Exclude<HwParam, UnorderedHwParam>, [number, number]>;

  constructor(config: SimConfig) {
    this.#choices = {
      access: accessNumbers(config.access),
      format: config.formats.map((name) => findFormat(name)!.kernelNumber),
      periodWakeup: config.periodWakeup === 'optional' ? [1, 0] : [1],
    };
    this.#ranges = {
      channels: [...config.channels],
      rate: [...config.rates],
      periodSize: [SIZE_RANGE[0], SIZE_RANGE[1] / MIN_PERIODS],
      bufferSize: [SIZE_RANGE[0] * MIN_PERIODS, SIZE_RANGE[1]],
    };
  }

  test(param: HwParam, value: number): boolean {
    if (isUnordered(param)) return this.#choices[param].includes(value);
    const [min, max] = this.#ranges[param];
    return Number.isInteger(value) && value >= min && value <= max;
  }

  set(param: HwParam, value: number): void {
    if (!this.test(param, value)) throw new RangeError(`${param} ${value} is not in the space`);
    if (isUnordered(param)) {
      this.#choices[param] = [value];
      return;
    }
    this.#ranges[param] = [value, value];
    const { periodSize, bufferSize } = this.#ranges;
    if (param === 'periodSize') bufferSize[0] = clamp(value * MIN_PERIODS, bufferSize);
    if (param === 'bufferSize') periodSize[1] = clamp(Math.floor(value / MIN_PERIODS), periodSize);
  }

  setNear(param: HwParam, value: number): number {
    const near = Math.round(clamp(value, this.#range(param)));
    this.set(param, near);
    return near;
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

  #range(param: HwParam): readonly [number, number] {
    if (!isUnordered(param)) return this.#ranges[param];
    throw new TypeError(`${param} has no range`);
  }
}

function clamp(value: number, [min, max]: readonly [number, number]): number {
  return Math.min(Math.max(value, min), max);
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
