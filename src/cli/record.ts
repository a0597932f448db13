import { openWav } from '../audio/wav-writer.js';
import type { CommandSpec, Values } from './command.js';
import { DEVICE_OPTIONS, DEVICE_POSITIONAL, OUTPUT_OPTIONS, STREAM_OPTIONS } from './options.js';
import { deviceName, requestOf } from './request.js';
import { runStream } from './run-stream.js';
import { WavSide } from './wav-side.js';

/** How long the disk may stand still before frames are lost. */
const FIFO_SECONDS = 4;

export const record: CommandSpec = {
  name: 'record',
  summary: 'Record the ring into a WAV file',
  positionals: [
    { name: 'FILE', describe: 'the WAV file to write', required: true },
    DEVICE_POSITIONAL,
  ],
  options: { ...DEVICE_OPTIONS, ...STREAM_OPTIONS, ...OUTPUT_OPTIONS },
  run,
};

async function run(values: Values): Promise<number> {
  const path = String(values['FILE']);
  const job = {
    kind: 'record',
    device: deviceName(values, 'capture'),
    request: requestOf(values, 'capture'),
    durationSeconds: (values['duration'] as number | undefined) ?? Number.POSITIVE_INFINITY,
    syncPtr: values['sync-ptr'] === true,
    fifoSeconds: FIFO_SECONDS,
  } as const;
  return runStream('record', job, values, new WavSide(path, (params) => openWav(path, params)));
}
