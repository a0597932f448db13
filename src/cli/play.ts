import { isStoredAsIs } from '../audio/wav-formats.js';
import { readWav } from '../audio/wav-reader.js';
import { AlsaMmapError } from '../device/errors.js';
import type { CommandSpec, Values } from './command.js';
import { DEVICE_OPTIONS, DEVICE_POSITIONAL, OUTPUT_OPTIONS, STREAM_OPTIONS } from './options.js';
import { PlayFileSide } from './play-file-side.js';
import { deviceName, requestOf } from './request.js';
import { runStream } from './run-stream.js';

// The file says these.
const { format: _, channels: __, rate: ___, ...DEVICE } = DEVICE_OPTIONS;

export const play: CommandSpec = {
  name: 'play',
  summary: 'Play a WAV file into the ring',
  positionals: [
    { name: 'FILE', describe: 'the WAV file to play', required: true },
    DEVICE_POSITIONAL,
  ],
  options: { ...DEVICE, ...STREAM_OPTIONS, ...OUTPUT_OPTIONS },
  run,
};

async function run(values: Values): Promise<number> {
  const path = String(values['FILE']);
  const wav = readWav(path);
  try {
    if (wav.frames === 0) throw new AlsaMmapError('UNSUPPORTED', `${path} holds no samples`);
    const side = new PlayFileSide(path, wav);
    const request = requestOf(values, 'playback');
    const job = {
      kind: 'play',
      device: deviceName(values, 'playback'),
      request: {
        ...request,
        format: wav.formats.find(isStoredAsIs)?.name,
        channels: wav.channels,
        rateHz: wav.rateHz,
      },
      durationSeconds: (values['duration'] as number | undefined) ?? Number.POSITIVE_INFINITY,
      syncPtr: values['sync-ptr'] === true,
      fifo: side.fifo.buffer,
      frameBytes: wav.frameBytes,
      totalFrames: wav.frames,
    } as const;
    return await runStream('play', job, values, side);
  } finally {
    wav.close();
  }
}
