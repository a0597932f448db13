import type { ConfigSpace, Knob } from './config-space.js';
import { AlsaMmapError } from './errors.js';
import { findFormat, nearestFormat, SAMPLE_FORMATS, type SampleFormat } from './format.js';
import type { PcmOffers, Range } from './offers.js';
import { type AccessName, PcmAccess, type PcmRequest, spanFrames } from './params.js';

const DEFAULT_CHANNELS = 2;
const DEFAULT_RATE_HZ = 48_000;
const DEFAULT_PERIOD_SIZE = 1024;
const DEFAULT_PERIODS = 4;

const MMAP_ACCESS: readonly AccessName[] = [
  'MMAP_INTERLEAVED',
  'MMAP_NONINTERLEAVED',
  'MMAP_COMPLEX',
];

/**
 * Narrows `space` to what is asked for: format, channels and rate exactly, the sizes to the nearest.
 * What is not asked for becomes what is usual, or the nearest to it. The caller installs the result.
 * @returns what there was to choose from, each when its turn came
 * @throws UNSUPPORTED, naming what the device offers instead
 */
export function negotiate(space: ConfigSpace, request: PcmRequest, device: string): PcmOffers {
  chooseAccess(space, request.access ?? MMAP_ACCESS, device);
  const periodWakeups = [true, false].filter((on) => space.test('periodWakeup', on ? 1 : 0));
  if (request.periodWakeup === false) disablePeriodWakeup(space, device);
  const formats = formatsOf(space).map(({ name }) => name);
  chooseFormat(space, request.format, device);
  const channels = rangeOf(space, 'channels');
  chooseExactly(space, 'channels', request.channels, DEFAULT_CHANNELS, device);
  const rateHz = rangeOf(space, 'rate');
  const rate = chooseExactly(space, 'rate', request.rateHz, DEFAULT_RATE_HZ, device);
  const periodSize = rangeOf(space, 'periodSize');
  const bufferSize = rangeOf(space, 'bufferSize');
  chooseSizes(space, request, rate);
  return { periodWakeups, formats, channels, rateHz, periodSize, bufferSize };
}

function chooseSizes(space: ConfigSpace, request: PcmRequest, rateHz: number): void {
  const { periodSize: period, bufferSize: buffer } = request;
  if (period === undefined && buffer !== undefined) {
    const size = space.setNear('bufferSize', spanFrames(buffer, rateHz));
    space.setNear('periodSize', Math.max(1, Math.round(size / DEFAULT_PERIODS)));
    return;
  }
  const size = space.setNear(
    'periodSize',
    period === undefined ? DEFAULT_PERIOD_SIZE : spanFrames(period, rateHz),
  );
  space.setNear(
    'bufferSize',
    buffer === undefined ? size * DEFAULT_PERIODS : spanFrames(buffer, rateHz),
  );
}

function rangeOf(space: ConfigSpace, knob: Knob): Range {
  return { least: space.min(knob), most: space.max(knob) };
}

/** The formats that the space has, in our order of preference. */
export function formatsOf(space: ConfigSpace): SampleFormat[] {
  return SAMPLE_FORMATS.filter((format) => space.test('format', format.kernelNumber));
}

function chooseAccess(space: ConfigSpace, wanted: readonly AccessName[], device: string): void {
  const found = wanted.find((name) => space.test('access', PcmAccess[name]));
  if (found !== undefined) {
    space.set('access', PcmAccess[found]);
    return;
  }
  const offered = (Object.keys(PcmAccess) as AccessName[]).filter((name) =>
    space.test('access', PcmAccess[name]),
  );
  throw unsupported(
    device,
    `the device has no ${wanted.join(' or ')} access`,
    `it offers ${listed(offered)}${offered.some((name) => name.startsWith('MMAP')) ? '' : ', so its ring cannot be mapped'}`,
  );
}

function disablePeriodWakeup(space: ConfigSpace, device: string): void {
  if (!space.test('periodWakeup', 0)) {
    throw unsupported(
      device,
      'the driver has no way to run without period interrupts',
      'INFO NO_PERIOD_WAKEUP is not set',
    );
  }
  space.set('periodWakeup', 0);
}

function chooseFormat(space: ConfigSpace, asked: PcmRequest['format'], device: string): void {
  const offered = formatsOf(space);
  const names = typeof asked === 'string' ? [asked] : asked;
  const wanted = names?.map(findFormat).filter((format) => format !== undefined);
  const chosen = (wanted ?? offered).find((format) => offered.includes(format));
  if (chosen !== undefined) {
    space.set('format', chosen.kernelNumber);
    return;
  }
  const nearest = wanted?.[0] && offered.length > 1 ? nearestFormat(wanted[0], offered) : undefined;
  throw unsupported(
    device,
    names === undefined ? 'no format in common' : `format ${names.join(' or ')} is refused`,
    `it offers ${listed(offered.map((format) => format.name))}` +
      (nearest === undefined ? '' : `, nearest ${nearest.name}`),
  );
}

function chooseExactly(
  space: ConfigSpace,
  knob: Knob,
  wanted: number | undefined,
  usual: number,
  device: string,
): number {
  if (wanted === undefined) return space.setNear(knob, usual);
  if (space.test(knob, wanted)) {
    space.set(knob, wanted);
    return wanted;
  }
  const [min, max] = [space.min(knob), space.max(knob)];
  const range = min === max ? `${min} only` : `${min} to ${max}`;
  throw unsupported(
    device,
    `${knob} ${wanted} is refused`,
    `it offers ${range}, nearest ${space.setNear(knob, wanted)}`,
  );
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none that is supported here' : names.join(', ');
}

function unsupported(device: string, refused: string, offered: string): AlsaMmapError {
  return new AlsaMmapError('UNSUPPORTED', `${device}: ${refused}; ${offered}`, { device });
}
