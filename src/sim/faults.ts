import type { SimNature } from './nature.js';

/** What goes wrong with a stream by itself, when it has come to a frame. */
export type Fault = 'unplug' | 'suspend' | 'xrun';

/** The first frame after `frame` at which something goes wrong; Infinity where nothing does. */
export function nextFaultFrame(nature: SimNature, frame: number): number {
  return Math.min(
    after(nature.unplug, frame),
    after(nature.suspend[0], frame),
    nextXrun(nature.xrun, frame),
  );
}

/** What goes wrong at that frame: of several things the worst. */
export function faultAt(nature: SimNature, frame: number): Fault | undefined {
  if (frame === 0) return undefined;
  if (nature.unplug === frame) return 'unplug';
  if (nature.suspend[0] === frame) return 'suspend';
  return nextXrun(nature.xrun, frame - 1) === frame ? 'xrun' : undefined;
}

/**
 * By how many frames hw_ptr tells of another place than the DMA has come to, `position` frames after
 * a PREPARE that came after `earlier` of them.
 */
export function pointerShift(
  { backstep, jump }: Pick<SimNature, 'backstep' | 'jump'>,
  earlier: number,
  position: number,
): number {
  const passed = ([frame]: readonly [number, number]) =>
    frame > earlier && frame <= earlier + position;
  return (passed(jump) ? jump[1] : 0) - (passed(backstep) ? backstep[1] : 0);
}

function after(at: number, frame: number): number {
  return at > frame ? at : Number.POSITIVE_INFINITY;
}

function nextXrun([first, every]: readonly [number, number], frame: number): number {
  if (first === 0 || every === 0 || frame < first) return after(first, frame);
  return first + (Math.floor((frame - first) / every) + 1) * every;
}
