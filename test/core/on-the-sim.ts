import { onTestFinished } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { AlsaMmapError } from '../../src/device/errors.js';
import type { PcmRequest } from '../../src/device/params.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { openSimDevice } from '../../src/sim/card.js';
import { ManualTime } from '../../src/sim/time.js';

type SizeRequest = Omit<PcmRequest, 'direction'>;

/** Opens a device of the simulated card in manual time; closes it after the test. */
export function openIn(time: ManualTime, name: string, request: PcmRequest): PcmDevice {
  const device = openSimDevice(name, request, time);
  onTestFinished(() => device.close());
  return device;
}

/** Returns period and buffer size in frames as part of a request. */
export function sizes(periodSize: number, bufferSize: number): SizeRequest {
  return { periodSize: { frames: periodSize }, bufferSize: { frames: bufferSize } };
}

export function playbackOn(name = 'sim', request: SizeRequest = {}) {
  const time = new ManualTime();
  const device = openIn(time, name, { direction: 'playback', ...request });
  return { time, device, io: new MmapPlayback(device) };
}

export function captureOn(name = 'sim', request: SizeRequest = {}) {
  const time = new ManualTime();
  const device = openIn(time, name, { direction: 'capture', ...request });
  return { time, device, io: new MmapCapture(device) };
}

/** Duration of the frames in ns, plus 2 ns so that the last one is complete. */
export function framesNs(frames: number, rateHz = 48_000): number {
  return Math.ceil((frames * 1e9) / rateHz) + 2;
}

/** Returns the error that the call throws; undefined if it throws none. */
export function errorOf(call: () => unknown): AlsaMmapError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof AlsaMmapError) return error;
    throw error;
  }
}

/** Returns the code of the error that the call throws; undefined if it throws none. */
export function codeOf(call: () => unknown): string | undefined {
  return errorOf(call)?.code;
}
