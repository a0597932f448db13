import type { SimConfig } from './config.js';

/** What goes wrong with a stream by itself, when it has come to a frame. */
export type Fault = 'unplug' | 'suspend' | 'xrun';

/** The first frame after `frame` at which something goes wrong; Infinity where nothing does. */
export function nextFaultFrame(nature: SimConfig, frame: number): number {
  return Math.min(
    frameAfter(nature.unplug, frame),
    frameAfter(nature.suspend[0], frame),
    nextXrunFrame(nature.xrun, frame),
  );
}

/** What goes wrong at that frame: of several things the worst. */
export function faultAt(nature: SimConfig, frame: number): Fault | undefined {
  if (frame === 0) return undefined;
  if (nature.unplug === frame) return 'unplug';
  if (nature.suspend[0] === frame) return 'suspend';
  return nextXrunFrame(nature.xrun, frame - 1) === frame ? 'xrun' : undefined;
}

/**
 * By how many frames hw_ptr tells of another place than the DMA has come to, `position` frames after
 * a PREPARE that came after `earlier` of them.
 */
export function hwPtrError(
  { backstep, jump }: Pick<SimConfig, 'backstep' | 'jump'>,
  earlier: number,
  position: number,
): number {
  const passed = ([frame]: readonly [number, number]) =>
    frame > earlier && frame <= earlier + position;
  return (passed(jump) ? jump[1] : 0) - (passed(backstep) ? backstep[1] : 0);
}

function frameAfter(at: number, frame: number): number {
  return at > frame ? at : Number.POSITIVE_INFINITY;
}

function nextXrunFrame([first, every]: readonly [number, number], frame: number): number {
  if (first === 0 || every === 0 || frame < first) return frameAfter(first, frame);
  return first + (Math.floor((frame - first) / every) + 1) * every;
}
