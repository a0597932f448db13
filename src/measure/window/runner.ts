import { fromDbfs } from '../../audio/decibel.js';
import { maxLengthSequence } from '../../audio/max-length-sequence.js';
import { SampleData } from '../../core/sample-data.js';
import { closing } from '../closing.js';
import { type Loop, startLoop, stopLoop } from '../latency/on-loop.js';
import { irregularMs } from '../measure-time.js';
import type { MeasureTask } from '../plan.js';
import { REOPEN_LIMIT_NS } from '../pointer/samples.js';
import { CaptureReader } from './capture-reader.js';
import { type Rewrite, type WindowResult, windowStatistic } from './statistic.js';

const SIGNAL_BITS = 16;
const LEVEL_DBFS = -12;
/** Max distance from the pointer that is tested; less in a small ring. */
const MAX_FRAMES = 2048;
/** Parts of the signal left unchanged for each part that is rewritten. */
const SPARED = 4;
const INTERVAL_MS = 1;

/**
 * Frames ahead of hw_ptr that the hardware has already fetched, and frames behind it that it has
 * not stored yet. A signal is played; repeatedly the whole ring from hw_ptr on is inverted, and the
 * captured signal shows from which frame on that was in time. Frames below capture's hw_ptr are
 * read at once, and again later. Undefined if the program was too late for a ring, a pointer
 * stalled, or a stop was requested.
 */
export function runWindow(
  loop: Loop,
  { progress, time }: MeasureTask,
): Promise<WindowResult | undefined> {
  const { player, recorder } = loop;
  const { rateHz, bufferSize } = player.device.params;
  const reach = Math.min(MAX_FRAMES, bufferSize >> 1, recorder.io.bufferSize >> 2);
  const signal = maxLengthSequence(SIGNAL_BITS, fromDbfs(LEVEL_DBFS));
  const signalFrame = 2 * bufferSize;
  const endFrame = signalFrame + signal.length;
  return closing(async (keep) => {
    const ring = keep(new SampleData(player.device));
    const reader = keep(new CaptureReader(recorder, reach));
    const rewrites: Rewrite[] = [];
    startLoop(loop, [signal], signalFrame, endFrame + 2 * rateHz);
    let nextFrame = signalFrame + reach;
    let movedNs = time.nowNs();
    for (let reads = 0; player.position < endFrame + rateHz; reads++) {
      if (progress.stopRequested) return undefined;
      time.sleepMs(irregularMs(INTERVAL_MS, reads));
      recorder.query();
      reader.read();
      if (player.query()) movedNs = time.nowNs();
      if (time.nowNs() - movedNs > REOPEN_LIMIT_NS) return undefined;
      const beforeFrame = player.position;
      if (beforeFrame >= nextFrame && beforeFrame + reach < endFrame) {
        player.invert(ring, beforeFrame, beforeFrame + reach);
        player.query();
        const afterFrame = player.position;
        rewrites.push({ beforeFrame, afterFrame, endFrame: beforeFrame + reach });
        nextFrame = beforeFrame + (SPARED + 1) * reach;
      }
      player.fill();
      recorder.take(2 * reach);
    }
    stopLoop(loop);
    if (player.underrunFrame >= signalFrame || recorder.lostFrame >= signalFrame) return undefined;
    const channels = recorder.captured(0, Infinity);
    return windowStatistic({ channels, signal, signalFrame, rewrites, reads: reader.reads });
  });
}
