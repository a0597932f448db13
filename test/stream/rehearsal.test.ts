import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { MmapIO } from '../../src/core/mmap-io.js';
import { bytesPerFrame } from '../../src/device/params.js';
import { FifoSource } from '../../src/stream/fifo-source.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import { Player } from '../../src/stream/player.js';
import { Recorder } from '../../src/stream/recorder.js';
import { rehearsePlay, rehearseRecord } from '../../src/stream/rehearsal.js';
import { transfer } from '../../src/stream/ring-transfer.js';
import { captureOn, playbackOn, sizes } from '../core/on-the-sim.js';
import { loopOptions } from './loop.js';

setFlagsFromString('--allow-natives-syntax');
const statusOf = new Function('f', 'return %GetOptimizationStatus(f)') as (f: unknown) => number;
/** Of V8's bits, the one that says that a function is compiled for good. */
const OPTIMIZED = 16;
const PARTS = { transfer, dataPtr: MmapIO.prototype.dataPtr };

const RING = { ...sizes(100, 1000), channels: 2, format: 'S16_LE' } as const;
const FRAMES = 20_000;

function compiled(): string[] {
  return Object.entries(PARTS)
    .filter(([, part]) => (statusOf(part) & OPTIMIZED) !== 0)
    .map(([name]) => name);
}

/** V8 compiles in a thread of its own, and takes what came of it at the next call. */
async function compiledBy(rehearse: () => void): Promise<string[]> {
  for (let attempt = 0; attempt < 20 && (attempt === 0 || compiled().length < 2); attempt++) {
    rehearse();
    await sleep(50);
  }
  return compiled();
}

describe('a rehearsal', () => {
  it('leaves what a turn of playback does compiled, and a real stream does not undo it', async () => {
    const { device, io, time } = playbackOn('sim', RING);
    expect(await compiledBy(() => rehearsePlay(device))).toEqual(['transfer', 'dataPtr']);
    const fifo = FrameFifo.allocate(FRAMES, bytesPerFrame(device.params));
    fifo.put(FRAMES);
    fifo.end();
    const options = loopOptions(time);
    new Player(device, io, new FifoSource(fifo, FRAMES), options).run();
    expect(options.counters.get('frames')).toBe(FRAMES);
    expect(compiled()).toEqual(['transfer', 'dataPtr']);
  });

  it('does so of a recording', async () => {
    const { device, io, time } = captureOn('sim', RING);
    expect(await compiledBy(() => rehearseRecord(device))).toEqual(['transfer', 'dataPtr']);
    const fifo = FrameFifo.allocate(FRAMES, bytesPerFrame(device.params));
    const options = loopOptions(time);
    new Recorder(device, io, fifo, FRAMES, options).run();
    expect(fifo.waiting).toBe(FRAMES);
    expect(compiled()).toEqual(['transfer', 'dataPtr']);
  });
});
