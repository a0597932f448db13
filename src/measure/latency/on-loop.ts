import type { Measured, MeasureTask } from '../plan.js';
import { LoopPlayer } from './loop-player.js';
import { LoopRecorder } from './loop-recorder.js';

/** Two streams that a cable joins. */
export interface Loop {
  readonly player: LoopPlayer;
  readonly recorder: LoopRecorder;
}

/**
 * Opens the playback side of the device, and the capture side of the other device or of the same, at the
 * same rate; closes both at the end.
 */
export async function onLoop<Result>(
  { open, mmap, settings }: MeasureTask,
  run: (loop: Loop) => Measured<Result>,
): Promise<Measured<Result>> {
  const closing: { close(): void }[] = [];
  const kept = <Closed extends { close(): void }>(what: Closed): Closed => {
    closing.unshift(what);
    return what;
  };
  try {
    const source = kept(await open({ direction: 'playback', stopThreshold: 'never' }));
    const { rateHz } = source.params;
    const target = kept(
      await open({ direction: 'capture', stopThreshold: 'never', rateHz }, settings.otherDevice),
    );
    const player = kept(new LoopPlayer(source, mmap));
    const recorder = kept(new LoopRecorder(target, mmap));
    return run({ player, recorder });
  } finally {
    for (const open of closing) open.close();
  }
}
