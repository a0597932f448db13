/** Thread of the synth: opens the device, renders into its ring, and reports the result. */

import { parentPort, workerData } from 'node:worker_threads';
import { AlsaMmapError, openDevice, type PcmDevice } from 'alsa-mmap';
import { playInPlace, StreamMonitor } from 'alsa-mmap/direct';
import type { SynthJob, SynthMessage } from './job.js';
import { MessageQueue } from './message-queue.js';
import type { MidiInput } from './midi-message.js';
import { Score, scoreOf } from './score.js';
import { SequencerSource } from './sequencer-source.js';
import { SynthSource } from './synth-source.js';

function tell(message: SynthMessage): void {
  parentPort?.postMessage(message);
}

function play(job: SynthJob, device: PcmDevice, sequencer: SequencerSource | undefined): void {
  const { params, identity } = device;
  const inputs: MidiInput[] = [];
  if (job.score !== undefined) inputs.push(new Score(scoreOf(job.score, params.rateHz)));
  if (sequencer !== undefined) inputs.push(sequencer);
  const createSource = (queue: MessageQueue, others: readonly MidiInput[]) =>
    new SynthSource(params, queue, others);
  tell({ kind: 'opened', identity, params, midi: sequencer?.description ?? '' });
  playInPlace(device, createSource(new MessageQueue(job.queue), inputs), {
    monitor: new StreamMonitor(job.monitor),
    syncPtr: job.syncPtr,
    createWarmUpSource: () => createSource(new MessageQueue(), []),
  });
}

async function run(job: SynthJob): Promise<void> {
  const sequencer = job.midiPort === undefined ? undefined : new SequencerSource(job.midiPort);
  try {
    const device = await openDevice(job.device, {
      direction: 'playback',
      format: job.format,
      rateHz: job.rateHz,
      bufferSize: { frames: job.bufferSize },
      periodSize: { frames: Math.max(1, Math.floor(job.bufferSize / 4)) },
    });
    try {
      play(job, device, sequencer);
    } finally {
      device.close();
    }
  } finally {
    sequencer?.close();
  }
}

try {
  await run(workerData as SynthJob);
  tell({ kind: 'ended' });
} catch (error) {
  const known = error instanceof AlsaMmapError ? error : undefined;
  const message = known?.message ?? String((error as Error).stack ?? error);
  tell({ kind: 'failed', code: known?.code ?? 'FAILED', message });
}
