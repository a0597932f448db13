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
 */
export function onLoop<Result>(
  { open, mmap, settings }: MeasureTask,
  run: (loop: Loop) => Measured<Result> | Promise<Measured<Result>>,
): Promise<Measured<Result>> {
  return closing(async (keep) => {
    const source = keep(await open({ direction: 'playback', stopThreshold: 'never' }));
    const { rateHz } = source.params;
    const request = { direction: 'capture', stopThreshold: 'never', rateHz } as const;
    const target = keep(await open(request, settings.otherDevice));
    const player = keep(new LoopPlayer(source, mmap));
    return run({ player, recorder: keep(new LoopRecorder(target, mmap)) });
  });
}

/**
 * Starts both sides anew, capture first.
 * @param signal samples from -1 to 1, from playback frame `signalFrame` on
 * @param frames number of captured frames to store
 */
export function startLoop(
  { player, recorder }: Loop,
  signal: Float64Array,
  signalFrame: number,
  frames: number,
): void {
  for (const { device, io } of [player, recorder]) {
    device.drop();
    device.prepare();
    io.discardPartialFrame();
  }
  recorder.record(frames);
  player.play(signal, signalFrame);
  recorder.device.start();
  player.device.start();
}

export function stopLoop({ player, recorder }: Loop): void {
  player.device.drop();
  recorder.device.drop();
}
