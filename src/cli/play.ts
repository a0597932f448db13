import { readWav, type WavReader } from '../audio/wav-reader.js';
import { AlsaMmapError } from '../device/errors.js';
import type { FormatName } from '../device/format.js';
import type { CommandSpec, OptionValues } from './command.js';
import { DEVICE_OPTIONS, DEVICE_POSITIONAL, OUTPUT_OPTIONS, STREAM_OPTIONS } from './options.js';
import { isWorthCompiling, jobFromOptions } from './stream/job-from-options.js';
import { PlayFileClient, READ_AHEAD_SECONDS } from './stream/play-file-client.js';
import { runStream } from './stream/run-stream.js';

// The file says these.
const { channels: _, rate: __, ...DEVICE } = DEVICE_OPTIONS;

export const play: CommandSpec = {
  name: 'play',
  summary: 'Play a WAV file into the ring',
  positionals: [
    { name: 'FILE', summary: 'the WAV file to play', required: true },
    DEVICE_POSITIONAL,
  ],
  options: {
    ...DEVICE,
    format: {
      ...DEVICE.format,
      summary: "format of the ring, one that carries the file's samples bit for bit",
    },
    ...STREAM_OPTIONS,
    ...OUTPUT_OPTIONS,
  },
  run,
};

async function run(values: OptionValues): Promise<number> {
  const path = String(values['FILE']);
  const wav = readWav(path);
  try {
    if (wav.frames === 0) throw new AlsaMmapError('UNSUPPORTED', `${path} holds no samples`);
    const side = new PlayFileClient(path, wav);
    const common = jobFromOptions(values, 'playback');
    const job = {
      kind: 'play',
      ...common,
      optimizeEarly: common.optimizeEarly && isWorthCompiling(wav.frames / wav.rateHz),
      request: {
        ...common.request,
        format: ringFormats(wav, path, values['format'] as FormatName | undefined),
        channels: wav.channels,
        rateHz: wav.rateHz,
      },
      fifoSeconds: READ_AHEAD_SECONDS,
    } as const;
    return await runStream('play', job, values, side);
  } finally {
    wav.close();
  }
}

/** What the ring may hold: what is asked for, or whatever carries the file. */
function ringFormats(wav: WavReader, path: string, asked?: FormatName): readonly FormatName[] {
  const carrying = wav.formats.map(({ name }) => name);
  if (asked === undefined) return carrying;
  if (carrying.includes(asked)) return [asked];
  throw new AlsaMmapError(
    'UNSUPPORTED',
    `${asked} does not carry the samples of ${path} bit for bit; give ${carrying.join(' or ')}`,
  );
}
