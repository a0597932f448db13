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

  test(knob: HwParam, value: number): boolean {
    if (isUnordered(knob)) return this.#choices[knob].includes(value);
    const [min, max] = this.#ranges[knob];
    return Number.isInteger(value) && value >= min && value <= max;
  }

  set(knob: HwParam, value: number): void {
    if (!this.test(knob, value)) throw new RangeError(`${knob} ${value} is not in the space`);
    if (isUnordered(knob)) {
      this.#choices[knob] = [value];
      return;
    }
    this.#ranges[knob] = [value, value];
    if (knob === 'periodSize') this.#raiseMin('bufferSize', value * MIN_PERIODS);
    if (knob === 'bufferSize') this.#lowerMax('periodSize', Math.floor(value / MIN_PERIODS));
  }

  setNear(knob: HwParam, value: number): number {
    const near = Math.round(Math.min(Math.max(value, this.min(knob)), this.max(knob)));
    this.set(knob, near);
    return near;
  }

  min(knob: HwParam): number {
    return this.#range(knob)[0];
  }

  max(knob: HwParam): number {
    return this.#range(knob)[1];
  }

  get(knob: HwParam): number {
    if (isUnordered(knob)) return this.#choices[knob][0]!;
    return this.#ranges[knob][0];
  }

  #range(knob: HwParam): readonly [number, number] {
    if (!isUnordered(knob)) return this.#ranges[knob];
    throw new TypeError(`${knob} has no range`);
  }

  #raiseMin(knob: 'bufferSize', frames: number): void {
    const range = this.#ranges[knob];
    range[0] = Math.min(Math.max(range[0], frames), range[1]);
  }

  #lowerMax(knob: 'periodSize', frames: number): void {
    const range = this.#ranges[knob];
    range[1] = Math.max(Math.min(range[1], frames), range[0]);
  }
}

function isUnordered(knob: HwParam): knob is UnorderedHwParam {
  return knob === 'access' || knob === 'format' || knob === 'periodWakeup';
}

function accessNumbers(access: SimConfig['access']): number[] {
  if (access === 'rw') return [PcmAccess.RW_INTERLEAVED];
  if (access === 'interleaved') return [PcmAccess.MMAP_INTERLEAVED];
  if (access === 'noninterleaved') return [PcmAccess.MMAP_NONINTERLEAVED];
  return [PcmAccess.MMAP_INTERLEAVED, PcmAccess.MMAP_NONINTERLEAVED];
}
