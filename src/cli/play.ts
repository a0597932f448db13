import { readWav, type WavReader } from '../audio/wav-reader.js';
import { AlsaMmapError } from '../device/errors.js';
import type { FormatName } from '../device/format.js';
import { DEVICE_POSITIONAL, STREAM_COMMAND_OPTIONS } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { mapType, sampleFormat } from './options/types.js';
import { jobFromOptions } from './stream/job-from-options.js';
import { PlayFileClient, READ_AHEAD_SECONDS } from './stream/play-file-client.js';
import { runStream } from './stream/run-stream.js';

// The file gives channels and rate.
const { channels: _, rate: __, ...PLAY_OPTIONS } = STREAM_COMMAND_OPTIONS;

export const play = defineCommand({
  name: 'play',
  positionals: {
    file: { summary: 'the WAV file to play', required: true, completion: 'file' },
    device: DEVICE_POSITIONAL,
  },
  options: {
    ...PLAY_OPTIONS,
    format: {
      ...PLAY_OPTIONS.format,
      type: mapType(sampleFormat(), (format) => ({ format })),
      defaultText: "a format the device supports that holds the file's samples",
      summary: "sample format of the ring; must hold the file's samples exactly",
    },
  },
  examples: [{ command: 'alsa-mmap play take.wav hw:1', summary: 'Play a file on card 1' }],
  async run(values) {
    const path = values.file;
    const wav = readWav(path);
    try {
      if (wav.frames === 0) throw new AlsaMmapError('UNSUPPORTED', `${path} contains no samples`);
      const client = new PlayFileClient(path, wav);
      const common = jobFromOptions(values, 'playback');
      const job = {
        kind: 'play',
        ...common,
        request: {
          ...common.request,
          format: ringFormats(wav, path, values.format?.format),
          channels: wav.channels,
          rateHz: wav.rateHz,
        },
        fifoSeconds: READ_AHEAD_SECONDS,
      } as const;
      return await runStream('play', job, values, client);
    } finally {
      wav.close();
    }
  },
});

/** Formats for the ring: the requested one, or all that hold the file's samples exactly. */
function ringFormats(wav: WavReader, path: string, requested?: FormatName): readonly FormatName[] {
  const exact = wav.formats.map(({ name }) => name);
  if (requested === undefined) return exact;
  if (exact.includes(requested)) return [requested];
  throw new AlsaMmapError(
    'UNSUPPORTED',
    `${requested} cannot hold the samples of ${path} exactly; use --format=${exact.join(' or ')}`,
  );
}
