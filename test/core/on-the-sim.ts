import { onTestFinished } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { AlsaMmapError } from '../../src/device/errors.js';
import type { PcmRequest } from '../../src/device/params.js';
import { openSimDevice } from '../../src/sim/card.js';
import type { SimDevice } from '../../src/sim/sim-device.js';
import { ManualTime } from '../../src/sim/time.js';

type Ask = Omit<PcmRequest, 'direction'>;

/** A device of the built-in card, in time that stands still; closed when the test is over. */
export function openIn(time: ManualTime, name: string, request: PcmRequest): SimDevice {
  const device = openSimDevice(name, request, time);
  onTestFinished(() => device.close());
  return device;
}

/** Frames as spans, which is how a request states its sizes. */
export function sizes(periodSize: number, bufferSize: number): Ask {
  return { periodSize: { frames: periodSize }, bufferSize: { frames: bufferSize } };
}

export function playbackOn(name = 'sim', ask: Ask = {}) {
  const time = new ManualTime();
  const device = openIn(time, name, { direction: 'playback', ...ask });
  return { time, device, io: new MmapPlayback(device) };
}

export function captureOn(name = 'sim', ask: Ask = {}) {
  const time = new ManualTime();
  const device = openIn(time, name, { direction: 'capture', ...ask });
  return { time, device, io: new MmapCapture(device) };
}

/** The time that frames take at 48000 Hz, a little more so that the last one is over. */
export function framesNs(frames: number, rateHz = 48_000): number {
  return Math.ceil((frames * 1e9) / rateHz) + 2;
}

/** The code of the error that is thrown; undefined where none is. */
export function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof AlsaMmapError) return error.code;
    throw error;
  }
}
