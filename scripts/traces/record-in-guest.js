/** Runs in the guest: records the pages of each card into a file in a folder. */

import { writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { openDevice } from 'alsa-mmap';
import { MmapCapture, MmapPlayback } from 'alsa-mmap/direct';
import { captureScenario, playbackScenario } from './scenarios.js';
import { COLUMNS, TraceLog } from './trace-log.js';

/** @typedef {'playback' | 'capture'} Direction */
/** @typedef {{ driver: string, name: string, direction: Direction }} Card */

const ATTEMPTS = 20;
const REQUEST = { periodSize: { frames: 1024 }, bufferSize: { frames: 8192 } };

/** @type {readonly (readonly [string, string, string, Direction])[]} */
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

const [folder = '.', ...names] = process.argv.slice(2);
const cards = CARDS.filter(([file]) => names.length === 0 || names.includes(file));
for (const [file, driver, name, direction] of cards) {
  const trace = await recordWithRetries({ driver, name, direction });
  writeFileSync(join(folder, `${file}.json`), JSON.stringify(trace));
  const rows = trace.stretches.map(({ call, rows }) => `${call} ${rows.length}`);
  console.log(`${file}: ${rows.join(', ')}`);
}

/**
 * Records a trace again if it fails: a busy host can cause an xrun at the wrong time.
 * @param {Card} card
 */
async function recordWithRetries(card) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await record(card);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      const reason = error instanceof Error ? error.message : error;
      console.log(`${card.name}: ${reason}; recording again`);
    }
  }
}

/** @param {Card} card */
async function record({ driver, name, direction }) {
  const device = await openDevice(name, { direction, ...REQUEST });
  try {
    const io = direction === 'playback' ? new MmapPlayback(device) : new MmapCapture(device);
    const log = new TraceLog(device, io);
    const scenario = direction === 'playback' ? playbackScenario : captureScenario;
    scenario({ device, io, log });
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
