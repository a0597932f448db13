/** Captures from several devices in one process: capture-streams.js DEVICE... */

import { openCapture } from 'alsa-mmap';

for (const device of process.argv.slice(2)) {
  await openCapture(device, {
    format: 'S16_LE',
    channels: 2,
    rateHz: 48_000,
    periodSize: { frames: 1024 },
    bufferSize: { frames: 4096 },
    raw: true,
    onBlock: () => {},
  });
}
