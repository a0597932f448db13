import type { NativePcm } from '../../src/device/binding.js';
import { native } from './addon.js';

const ACCESS_RW = 3;
const FORMAT_S16 = 2;

/** Runs with alsa-lib's PCM `null`, which needs no sound card; direction 0 is playback. */
export function withNull<T>(run: (pcm: NativePcm) => T, direction: 0 | 1 = 0): T {
  const pcm = new native.Pcm('null', direction);
  try {
    return run(pcm);
  } finally {
    pcm.close();
  }
}

/** Installs stereo S16 at 48 kHz, four periods of 1024 frames. */
export function setUp(pcm: NativePcm): void {
  const params = new native.HwParams(pcm);
  params.set('access', ACCESS_RW);
  params.set('format', FORMAT_S16);
  params.set('channels', 2);
  params.set('rate', 48_000);
  params.set('periodSize', 1024);
  params.set('bufferSize', 4096);
  params.install();
}
