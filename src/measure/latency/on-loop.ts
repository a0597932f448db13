import type { PcmRequest } from '../../device/params.js';
import { PcmState } from '../../device/pcm-state.js';
import { closing } from '../closing.js';
import type { Measured, MeasureTask } from '../plan.js';
import { LoopPlayer } from './loop-player.js';
import { LoopRecorder } from './loop-recorder.js';

/** Two streams connected by a cable. */
export interface Loop {
  readonly player: LoopPlayer;
  readonly recorder: LoopRecorder;
}

/**
 * Opens the playback side of the device, and the capture side of the other device or of the same
 * one, at the same rate; closes both at the end.
 * @param change part of the request for both sides; {} for streams that an xrun stops
 */
export function onLoop<Result>(
  { open, mmap, settings }: MeasureTask,
  run: (loop: Loop) => Measured<Result> | Promise<Measured<Result>>,
  change: Partial<PcmRequest> = { stopThreshold: 'never' },
): Promise<Measured<Result>> {
  return closing(async (keep) => {
    const source = keep(await open({ ...change, direction: 'playback' }));
    const { rateHz, channels: preferredChannels } = source.params;
    const request = { ...change, direction: 'capture', rateHz, preferredChannels } as const;
    const target = keep(await open(request, settings.otherDevice));
    const player = keep(new LoopPlayer(source, mmap));
    return run({ player, recorder: keep(new LoopRecorder(target, mmap)) });
  });
}

/**
 * Restarts both sides, capture first; after an xrun by PREPARE alone.
 * @param signals one for each channel, or one for all, from playback frame `signalFrame` on
 * @param frames number of captured frames to store
 */
export function startLoop(
  { player, recorder }: Loop,
  signals: readonly Float64Array[],
  signalFrame: number,
  frames: number,
): void {
  for (const { device, io } of [player, recorder]) {
    if (io.state() !== PcmState.XRUN) device.drop();
    device.prepare();
    io.discardPartialFrame();
  }
  recorder.record(frames);
  player.play(signals, signalFrame);
  recorder.device.start();
  player.device.start();
}

export function stopLoop({ player, recorder }: Loop): void {
  player.device.drop();
  recorder.device.drop();
}
