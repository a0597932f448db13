import type { FrameInput } from '../audio/frame-input.js';
import { openInput } from '../audio/open-input.js';
import { AlsaMmapError } from '../device/errors.js';
import type { FormatName } from '../device/format.js';
import { DEVICE_POSITIONAL, STREAM_COMMAND_OPTIONS } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { formatOrPreset, oneOf } from './options/types.js';
import { rawParams } from './raw-params.js';
import { watchSignals } from './signals.js';
import { jobFromOptions } from './stream/job-from-options.js';
import { PlayFileClient, READ_AHEAD_SECONDS } from './stream/play-file-client.js';
import { runStream } from './stream/run-stream.js';

export const play = defineCommand({
  name: 'play',
  positionals: {
    file: { summary: 'the file or FIFO to play; - for stdin', required: true, completion: 'file' },
    device: DEVICE_POSITIONAL,
  },
  options: {
    ...STREAM_COMMAND_OPTIONS,
    format: {
      ...STREAM_COMMAND_OPTIONS.format,
      type: formatOrPreset(),
      defaultText: "a format the device supports that holds the file's samples",
      summary: "sample format of the ring; must hold the file's samples exactly",
    },
    channels: {
      ...STREAM_COMMAND_OPTIONS.channels,
      defaultText: 'those of the file',
      summary: 'number of channels of raw samples',
      requires: 'type',
    },
    rate: {
      ...STREAM_COMMAND_OPTIONS.rate,
      defaultText: 'that of the file',
      summary: 'sample rate of raw samples in Hz, such as 44100 or 48k',
      requires: 'type',
    },
    type: {
      group: 'Files',
      short: 't',
      type: oneOf(['wav', 'raw'], 'TYPE'),
      default: 'wav',
      summary: 'type of the file; raw has no header and needs --format, --channels and --rate',
    },
  },
  examples: [
    { command: 'alsa-mmap play take.wav hw:1', summary: 'Play a file on card 1' },
    {
      command: 'alsa-mmap play - hw:1',
      summary: 'Play a WAV stream from stdin, such as that of "sox take.flac -t wav -"',
    },
    {
      command: 'alsa-mmap play -t raw -f S24_3LE -c 2 -r 48k take.pcm hw:1',
      summary: 'Play samples without a header',
    },
  ],
  async run(values) {
    const raw = rawParams(values);
    const input = await openUnlessStopped(values.file, raw);
    if (typeof input === 'number') return input;
    try {
      const { path, channels, rateHz } = input;
      if (input.remainingFrames === 0)
        throw new AlsaMmapError('UNSUPPORTED', `${path} contains no samples`);
      const common = jobFromOptions(values, 'playback');
      const format = raw === undefined ? values.format?.format : undefined;
      const request = { ...common.request, format: ringFormats(input, format), channels, rateHz };
      const job = { kind: 'play', ...common, request, fifoSeconds: READ_AHEAD_SECONDS } as const;
      return await runStream('play', job, values, new PlayFileClient(input));
    } finally {
      input.close();
    }
  },
});

/** Opens the input; returns the exit code if a signal comes while it waits for a writer. */
async function openUnlessStopped(
  path: string,
  raw: ReturnType<typeof rawParams>,
): Promise<FrameInput | number> {
  const signals = watchSignals();
  try {
    const input = await openInput(path, raw, signals.abortSignal);
    return input ?? signals.exitCode!;
  } finally {
    signals.close();
  }
}

/** Formats for the ring: the requested one, or all that hold the file's samples exactly. */
function ringFormats({ formats, path }: FrameInput, requested?: FormatName): readonly FormatName[] {
  const exact = formats.map(({ name }) => name);
  if (requested === undefined) return exact;
  if (exact.includes(requested)) return [requested];
  throw new AlsaMmapError(
    'UNSUPPORTED',
    `${requested} cannot hold the samples of ${path} exactly; use --format=${exact.join(' or ')}`,
  );
}
