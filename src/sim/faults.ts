import { PcmState } from '../device/pcm-state.js';
import type { SimConfig } from './config.js';

/** Multiples of its fraction fill any interval evenly. */
const GOLDEN_RATIO = 0.618033988749895;

const BURST_FRAMES = 2400;
const PAUSE_BEFORE_SUSPEND_NS = 20e6;

/** Event that stops a stream at a given frame. */
type Fault = 'unplug' | 'suspend' | 'xrun';

/** First frame after `frame` with a fault; Infinity without one. */
export function nextFaultFrame(config: SimConfig, frame: number): number {
  return Math.min(
    frameAfter(config.unplug, frame),
    frameAfter(config.suspend[0], frame),
    nextXrunFrame(config.xrun, frame),
  );
}

/** Fault at a frame; of several, the most severe. */
export function faultAt(config: SimConfig, frame: number): Fault | undefined {
  if (frame === 0) return undefined;
  if (config.unplug === frame) return 'unplug';
  if (config.suspend[0] === frame) return 'suspend';
  return nextXrunFrame(config.xrun, frame - 1) === frame ? 'xrun' : undefined;
}

/**
 * Frames by which hw_ptr differs from the DMA position `position`, counted since a PREPARE that
 * came after `earlier` frames.
 */
export function hwPtrError(
  { backstep, jump, quirks }: Pick<SimConfig, 'backstep' | 'jump' | 'quirks'>,
  earlier: number,
  position: number,
): number {
  const passed = ([frame]: readonly [number, number]) =>
    frame > earlier && frame <= earlier + position;
  const burst = position > 0 && quirks.includes('start-burst') ? BURST_FRAMES : 0;
  return (passed(jump) ? jump[1] : 0) - (passed(backstep) ? backstep[1] : 0) + burst;
}

/**
 * Latency from an interrupt to the wake-up, in ns.
 * @param count number of the interrupt since the first start, from 1
 */
export function wakeupLatencyNs(
  { wakeupLatencyUs }: Pick<SimConfig, 'wakeupLatencyUs'>,
  count: number,
): number {
  const [minUs, maxUs, every] = wakeupLatencyUs;
  if (every > 0) return (count % every === 0 ? maxUs : minUs) * 1000;
  return Math.round((minUs + (maxUs - minUs) * ((count * GOLDEN_RATIO) % 1)) * 1000);
}

function frameAfter(at: number, frame: number): number {
  return at > frame ? at : Number.POSITIVE_INFINITY;
}

function nextXrunFrame([first, every]: readonly [number, number], frame: number): number {
  if (first === 0 || every === 0 || frame < first) return frameAfter(first, frame);
  return first + (Math.floor((frame - first) / every) + 1) * every;
}

/** Time at which a paused stream is suspended, once per pause; Infinity without that quirk. */
export function pausedUntilNs(
  { quirks }: Pick<SimConfig, 'quirks'>,
  {
    state,
    triggerNs,
    suspendNs,
  }: { readonly state: number; readonly triggerNs: number; readonly suspendNs: number },
): number {
  const isDue = state === PcmState.PAUSED && suspendNs < triggerNs;
  return isDue && quirks.includes('pause-suspends')
    ? triggerNs + PAUSE_BEFORE_SUSPEND_NS
    : Number.POSITIVE_INFINITY;
}
