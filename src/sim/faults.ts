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

function after(at: number, frame: number): number {
  return at > frame ? at : Number.POSITIVE_INFINITY;
}

function nextXrun([first, every]: readonly [number, number], frame: number): number {
  if (first === 0 || every === 0 || frame < first) return after(first, frame);
  return first + (Math.floor((frame - first) / every) + 1) * every;
}
