import type { ConfigSpace, HwParam } from './config-space.js';
import { AlsaMmapError, deviceError } from './errors.js';
import {
  findFormat,
  formatByKernelNumber,
  nearestFormat,
  SAMPLE_FORMATS,
  type SampleFormat,
} from './format.js';
import {
  ACCESS_NAMES,
  type AccessName,
  accessName,
  PcmAccess,
  type PcmParams,
  type PcmRequest,
  sizeInFrames,
} from './params.js';
import type { PcmCapabilities, Range } from './pcm-device.js';

const DEFAULT_CHANNELS = 2;
const DEFAULT_RATE_HZ = 48_000;
const DEFAULT_PERIOD_SIZE = 1024;
const DEFAULT_PERIODS = 4;
const MAX_LISTED_FORMATS = 6;

const MMAP_ACCESS: readonly AccessName[] = [
  'MMAP_INTERLEAVED',
  'MMAP_NONINTERLEAVED',
  'MMAP_COMPLEX',
];

/**
 * Narrows `space` to the request: format, channels and rate exactly, sizes to the nearest. Omitted
 * parameters get their default, or the nearest value to it. The caller installs the result.
 * @returns the capabilities of each parameter when it was chosen
 * @throws UNSUPPORTED, naming the supported values
 */
export function negotiate(
  space: ConfigSpace,
  request: PcmRequest,
  device: string,
): PcmCapabilities {
  chooseAccess(space, request.access ?? MMAP_ACCESS, device);
  const periodWakeups = [true, false].filter((on) => space.test('periodWakeup', on ? 1 : 0));
  if (request.periodWakeup === false) disablePeriodWakeup(space, device);
  const formats = supportedFormats(space).map(({ name }) => name);
  chooseFormat(space, request.format, device);
  const channels = rangeFor(space, 'channels');
  const { preferredChannels = DEFAULT_CHANNELS } = request;
  chooseExact(space, 'channels', request.channels, preferredChannels, device);
  const rateHz = rangeFor(space, 'rate');
  const rate = chooseExact(space, 'rate', request.rateHz, DEFAULT_RATE_HZ, device);
  const periodSize = rangeFor(space, 'periodSize');
  const bufferSize = rangeFor(space, 'bufferSize');
  chooseSizes(space, request, rate);
  return { periodWakeups, formats, channels, rateHz, periodSize, bufferSize };
}

function chooseSizes(space: ConfigSpace, request: PcmRequest, rateHz: number): void {
  const { periodSize: period, bufferSize: buffer } = request;
  if (period === undefined && buffer !== undefined) {
    const size = space.setNear('bufferSize', sizeInFrames(buffer, rateHz));
    space.setNear('periodSize', Math.max(1, Math.round(size / DEFAULT_PERIODS)));
    return;
  }
  const frames = period === undefined ? DEFAULT_PERIOD_SIZE : sizeInFrames(period, rateHz);
  const size = space.setNear('periodSize', frames);
  const total = buffer === undefined ? size * DEFAULT_PERIODS : sizeInFrames(buffer, rateHz);
  space.setNear('bufferSize', total);
}

/** Hardware parameters of a space in which every parameter is chosen. */
export function chosenParams(space: ConfigSpace) {
  return {
    access: accessName(space.get('access')),
    format: formatByKernelNumber(space.get('format'))!,
    channels: space.get('channels'),
    rateHz: space.get('rate'),
    periodSize: space.get('periodSize'),
    bufferSize: space.get('bufferSize'),
    periodWakeup: space.get('periodWakeup') === 1,
  } satisfies Partial<PcmParams>;
}

function rangeFor(space: ConfigSpace, param: HwParam): Range {
  return { min: space.min(param), max: space.max(param) };
}

/** Formats of the space, in order of preference. */
function supportedFormats(space: ConfigSpace): SampleFormat[] {
  return SAMPLE_FORMATS.filter((format) => space.test('format', format.kernelNumber));
}

function chooseAccess(space: ConfigSpace, wanted: readonly AccessName[], device: string): void {
  const chosen = wanted.find((name) => space.test('access', PcmAccess[name]));
  if (chosen !== undefined) {
    space.set('access', PcmAccess[chosen]);
    return;
  }
  const supported = ACCESS_NAMES.filter((name) => space.test('access', PcmAccess[name]));
  const isMappable = supported.some((name) => name.startsWith('MMAP'));
  throw unsupportedError(
    device,
    `${isMappable ? '' : 'cannot map the ring: '}no access ${wanted.join(' or ')}`,
    joinOrNone(supported),
  );
}

function disablePeriodWakeup(space: ConfigSpace, device: string): void {
  if (space.test('periodWakeup', 0)) {
    space.set('periodWakeup', 0);
    return;
  }
  const reason =
    'cannot run without period interrupts: the driver does not set INFO NO_PERIOD_WAKEUP';
  throw deviceError('UNSUPPORTED', device, reason);
}

function chooseFormat(space: ConfigSpace, requested: PcmRequest['format'], device: string): void {
  const supported = supportedFormats(space);
  const names = typeof requested === 'string' ? [requested] : requested;
  const wanted = names?.map(findFormat).filter((format) => format !== undefined);
  const chosen = (wanted ?? supported).find((format) => supported.includes(format));
  if (chosen !== undefined) {
    space.set('format', chosen.kernelNumber);
    return;
  }
  const nearest =
    wanted?.[0] && supported.length > 1 ? nearestFormat(wanted[0], supported) : undefined;
  throw unsupportedError(
    device,
    names === undefined ? 'no linear format' : `format ${listNames(names)} is not supported`,
    joinOrNone(supported.map((format) => format.name)) +
      (nearest === undefined ? '' : ` (nearest: ${nearest.name})`),
  );
}

function chooseExact(
  space: ConfigSpace,
  param: HwParam,
  wanted: number | undefined,
  preferred: number,
  device: string,
): number {
  if (wanted === undefined) return space.setNear(param, preferred);
  if (space.test(param, wanted)) {
    space.set(param, wanted);
    return wanted;
  }
  const [min, max] = [space.min(param), space.max(param)];
  const supported =
    min === max ? `${min}` : `${min} to ${max} (nearest: ${space.setNear(param, wanted)})`;
  throw unsupportedError(device, `${param} ${wanted} is not supported`, supported);
}

/** Joins the first names, and adds the number of the others. */
function listNames(names: readonly string[]): string {
  const others = names.length - MAX_LISTED_FORMATS;
  const listed = others > 0 ? names.slice(0, MAX_LISTED_FORMATS) : names;
  return `${listed.join(' or ')}${others > 0 ? ` or one of ${others} others` : ''}`;
}

function joinOrNone(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

function unsupportedError(device: string, problem: string, supported: string): AlsaMmapError {
  return new AlsaMmapError('UNSUPPORTED', `${device}: ${problem}; supported: ${supported}`, {
    device,
  });
}
