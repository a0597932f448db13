/** Runs in the guest: records what each of its cards shows, a file each, into a folder. */

import { writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { MmapCapture, MmapPlayback } from '../../dist/direct.js';
import { openDevice } from '../../dist/index.js';
import { tellCapture, tellPlayback } from './stories.js';
import { COLUMNS, TraceLog } from './trace-log.js';

const ATTEMPTS = 20;
const ASK = { periodSize: { frames: 1024 }, bufferSize: { frames: 8192 } };

const CARDS = [
  ['dummy', 'snd-dummy', 'hw:Dummy,0', 'playback'],
  ['dummy-noninterleaved', 'snd-dummy', 'hw:Dummy,1', 'playback'],
  ['dummy-capture', 'snd-dummy', 'hw:Dummy,0', 'capture'],
  ['aloop', 'snd-aloop', 'hw:Loopback,0', 'playback'],
  ['aloop-capture', 'snd-aloop', 'hw:Loopback,1', 'capture'],
  ['ac97', 'snd-intel8x0', 'hw:AC97', 'playback'],
  ['es1370', 'snd-ens1370', 'hw:ES1370', 'playback'],
  ['es1370-capture', 'snd-ens1370', 'hw:ES1370', 'capture'],
  ['usb', 'snd-usb-audio', 'hw:USB', 'playback'],
];

const [folder, ...wanted] = process.argv.slice(2);
const cards = CARDS.filter(([file]) => wanted.length === 0 || wanted.includes(file));
for (const [file, driver, name, direction] of cards) {
  const trace = await recorded({ driver, name, direction });
  writeFileSync(join(folder, `${file}.json`), JSON.stringify(trace));
  const rows = trace.stretches.map(({ call, rows }) => `${call} ${rows.length}`);
  console.log(`${file}: ${rows.join(', ')}`);
}

/** A busy host can cause an xrun in the wrong place: then the trace is recorded once more. */
async function recorded(card) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await record(card);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      console.log(`${card.name}: ${error.message}; again`);
    }
  }
}

async function record({ driver, name, direction }) {
  const device = await openDevice(name, { direction, ...ASK });
  try {
    const io = direction === 'playback' ? new MmapPlayback(device) : new MmapCapture(device);
    const log = new TraceLog(device, io);
    if (direction === 'playback') tellPlayback({ device, io, log });
    else tellCapture({ device, io, log });
    const { format, ...params } = device.params;
    const channels = Array.from({ length: params.channels }, (_, channel) =>
      device.channelInfo(channel),
    );
    return {
      driver,
      kernel: release(),
      pages: { status: io.status.path === 'mmap', control: io.control.path === 'mmap' },
      params: { ...params, format: format.name },
      channels,
      columns: COLUMNS,
      stretches: log.stretches,
    };
  } finally {
    device.close();
  }
}
