import type { FrameInput } from '../audio/frame-input.js';
import { InputQueue, type PlayRange } from '../audio/input-queue.js';
import { widerFormats } from '../audio/wav-ring-formats.js';
import { AlsaMmapError } from '../device/errors.js';
import type { FormatName } from '../device/format.js';
import { isDeviceWord } from './device-from-options.js';
import { DEVICE_POSITIONAL, STREAM_COMMAND_OPTIONS } from './options/common.js';
import { defineCommand } from './options/parse.js';
import type { ValueType } from './options/spec.js';
import { duration, formatOrPreset, integer, oneOf } from './options/types.js';
import { jobFromOptions } from './stream/job-from-options.js';
import { PlayFileClient, READ_AHEAD_SECONDS } from './stream/play-file-client.js';
import { openInputs, rawParams } from './stream/play-inputs.js';
import { runStream } from './stream/run-stream.js';

export const play = defineCommand({
  name: 'play',
  positionals: {
    file: {
      summary: 'the file or FIFO to play; - for stdin',
      required: true,
      repeated: true,
      completion: 'file',
    },
    device: { ...DEVICE_POSITIONAL, accepts: isDeviceWord },
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
    monoToAll: {
      group: 'Files',
      type: 'flag',
      summary: 'copy a single channel to all channels of a device that has no mono',
    },
    start: {
      group: 'Files',
      type: duration(0, 1e9),
      default: 0,
      summary: 'position in the first file at which to begin',
    },
    loop: {
      group: 'Files',
      type: loopCount(),
      default: 1,
      impliedValue: 'forever',
      summary: 'number of times to play all files, without a gap between them',
    },
  },
  examples: [
    { command: 'alsa-mmap play take.wav hw:1', summary: 'Play a file on card 1' },
    {
      command: 'alsa-mmap play one.wav two.wav hw:1',
      summary: 'Play two files without a gap between them',
    },
    {
      command: 'alsa-mmap play loop.wav hw:1 --loop --start 1.5',
      summary: 'Repeat a file until Ctrl-C, the first time from 1.5 s on',
    },
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
    const inputs: FrameInput[] = [];
    try {
      const exitCode = await openInputs(values.file, raw, inputs);
      if (exitCode !== undefined) return exitCode;
      const queue = new InputQueue(inputs, playRange(inputs, values));
      const { rateHz } = queue;
      const channels =
        values.monoToAll && queue.channels === 1
          ? { channels: undefined, preferredChannels: 1 }
          : { channels: queue.channels };
      const common = jobFromOptions(values, 'playback');
      const format = raw === undefined ? values.format?.format : undefined;
      const formats = ringFormats(queue, format);
      const request = { ...common.request, format: formats, ...channels, rateHz };
      const job = { kind: 'play', ...common, request, fifoSeconds: READ_AHEAD_SECONDS } as const;
      return await runStream('play', job, values, new PlayFileClient(queue));
    } finally {
      for (const input of inputs) input.close();
    }
  },
});

/** Numbers of rounds, or `forever`. */
function loopCount(): ValueType<number> {
  const count = integer(1, 1e9);
  return {
    ...count,
    expected: `${count.expected}, or forever`,
    parse: (text) => (text === 'forever' ? Number.POSITIVE_INFINITY : count.parse(text)),
  };
}

/** @throws USAGE for a start behind the end of the first file, and for a pipe */
function playRange(
  inputs: readonly FrameInput[],
  { start, loop }: { readonly start: number; readonly loop: number },
): PlayRange {
  const [first] = inputs;
  const { path, rateHz, remainingFrames = 0 } = first!;
  const startFrame = Math.round(start * rateHz);
  if (startFrame > 0) checkSeekable(first!, '--start');
  if (loop > 1) for (const input of inputs) checkSeekable(input, '--loop');
  if (startFrame > 0 && startFrame >= remainingFrames) {
    const seconds = (remainingFrames / rateHz).toFixed(3);
    throw new AlsaMmapError('USAGE', `--start: ${path} ends at ${seconds} s, got ${start} s`);
  }
  return { startFrame, rounds: loop };
}

function checkSeekable({ path, seek }: FrameInput, option: string): void {
  if (seek !== undefined) return;
  throw new AlsaMmapError('USAGE', `${option} needs a file; ${path} is read forward only`);
}

/** Ring formats: the requested one, or all that hold the samples exactly, wider ones last. */
function ringFormats(
  { formats, paths }: InputQueue,
  requested?: FormatName,
): readonly FormatName[] {
  const [path] = paths;
  const exact = formats.map(({ name }) => name);
  const wider = widerFormats(formats[0]!).map(({ name }) => name);
  const all = [...exact, ...wider.filter((name) => !exact.includes(name))];
  if (requested === undefined) return all;
  if (all.includes(requested)) return [requested];
  throw new AlsaMmapError(
    'UNSUPPORTED',
    `${requested} cannot hold the samples of ${path} exactly; ` +
      `use --format=${exact.join(' or ')}`,
  );
}
