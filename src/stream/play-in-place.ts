import { MmapPlayback } from '../core/mmap-playback.js';
import type { RawSamples } from '../core/raw-samples.js';
import { callback, checkValue, flag, having, objectOf } from '../device/check-fields.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { LossLog } from './loss-log.js';
import { STREAM_FIELDS } from './option-fields.js';
import { Player, type PlaySource } from './player.js';
import { commitUnlessStopped } from './recovery.js';
import { StreamCounters } from './stream-counters.js';
import { StreamMonitor } from './stream-monitor.js';
import type { XrunPolicy } from './stream-options.js';
import { warmUp } from './warm-up.js';

/** Source of `playInPlace`, which stores its frames in the ring itself. */
export interface InPlaceSource {
  /** True when there will be no more frames. */
  readonly ended: boolean;
  /**
   * Stores frames from the start of `region` on. Called whenever the ring has room, for both parts
   * of a region that wraps.
   * @returns frames stored, 0 to `region.frames`; fewer if the source has no more for now
   */
  render(region: RawSamples): number;
}

/** Options of `playInPlace`. */
export interface InPlaceOptions {
  /** Counters, losses and the request to stop, for another thread; none by default. */
  readonly monitor?: StreamMonitor | undefined;
  /** Reaction to an xrun; `recover` by default. */
  readonly onXrun?: XrunPolicy | undefined;
  /** Access the pointers by SYNC_PTR even if the pages can be mapped; false by default. */
  readonly syncPtr?: boolean | undefined;
  /**
   * Creates a second source of the same kind, whose frames are not heard: the loop first runs with
   * it over plain memory, so that V8 compiles both before the device starts. Advisable for rings
   * below 20 ms; none by default.
   */
  readonly createWarmUpSource?: (() => InPlaceSource) | undefined;
}

const SOURCE = having('render', 'an object with render()');
const IN_PLACE_OPTIONS = objectOf<InPlaceOptions>({
  monitor: { expected: 'a StreamMonitor', accepts: (value) => value instanceof StreamMonitor },
  onXrun: STREAM_FIELDS.onXrun,
  syncPtr: flag,
  createWarmUpSource: callback,
});

/**
 * Plays a source in the calling thread, which it blocks: use a worker. Starts the device when the
 * ring is full, recovers from xruns and suspends, and returns when the source has ended, or a stop
 * was requested, and the last frame was played. The device stays open.
 * @throws USAGE; RANGE for a capture device; UNSUPPORTED if the ring cannot be mapped; XRUN with
 * `onXrun: 'stop'`; DISCONNECTED; FAILED for a device that stalls or refuses a call
 * @example
 * import { openDevice, sampleCodec } from 'alsa-mmap';
 * import { playInPlace } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'playback', channels: 2 });
 * const codec = sampleCodec(device.params.format);
 * let left = 4800;
 * playInPlace(device, {
 *   get ended() {
 *     return left === 0;
 *   },
 *   render(region) {
 *     const frames = Math.min(region.frames, left);
 *     for (let frame = 0; frame < frames; frame++) {
 *       const raw = codec.fromNormalized(0.1 * Math.random());
 *       for (let channel = 0; channel < 2; channel++) region.set(frame, channel, raw);
 *     }
 *     left -= frames;
 *     return frames;
 *   },
 * });
 * device.close();
 */
export function playInPlace(
  device: PcmDevice,
  source: InPlaceSource,
  options: InPlaceOptions = {},
): void {
  checkValue('source', source, SOURCE);
  checkValue('options', options, IN_PLACE_OPTIONS);
  const { monitor = new StreamMonitor(), onXrun, createWarmUpSource } = options;
  const createIo = (on: PcmDevice) => new MmapPlayback(on, { syncPtr: options.syncPtr });
  const io = createIo(device);
  try {
    if (createWarmUpSource !== undefined) {
      warmUp(device, io, (standIn, _fifo, loopOptions) => {
        const warmUpSource = new CommittingSource(createWarmUpSource());
        new Player(standIn, createIo(standIn), warmUpSource, loopOptions).run();
      });
    }
    const counters = new StreamCounters(monitor.memory.counters);
    const losses = new LossLog(monitor.memory.losses);
    new Player(device, io, new CommittingSource(source), { counters, losses, onXrun }).run();
  } finally {
    io.close();
  }
}

/** Adapts an `InPlaceSource` to the loop: commits what it has stored. */
export class CommittingSource implements PlaySource {
  readonly #source: InPlaceSource;

  constructor(source: InPlaceSource) {
    this.#source = source;
  }

  get ended(): boolean {
    return this.#source.ended;
  }

  fill(io: MmapPlayback): number {
    const [first, second] = io.dataPtr();
    let frames = first.frames === 0 ? 0 : this.#source.render(first);
    if (frames === first.frames && second.frames > 0 && !this.ended) {
      frames += this.#source.render(second);
    }
    return commitUnlessStopped(io, frames);
  }
}
