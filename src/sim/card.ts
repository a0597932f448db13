import { AlsaMmapError } from '../device/errors.js';
import { formatByKernelNumber } from '../device/format.js';
import { kernelError } from '../device/kernel-error.js';
import { negotiate } from '../device/negotiate.js';
import { accessName, type PcmParams, type PcmRequest } from '../device/params.js';
import { boundaryFrames } from './boundary.js';
import { SimConfigSpace } from './config-space.js';
import { type SimGeometry, slotBytesFor } from './geometry.js';
import { HeardFile } from './heard-file.js';
import { infoFlags } from './info-flags.js';
import { LoopCable } from './loop-cable.js';
import { parseNature, type SimNature } from './nature.js';
import { SimDevice } from './sim-device.js';
import { realTime, type SimTime } from './time.js';
import { isRefused } from './wrong-refusals.js';

/** Cards that are open in this thread, by the name they were opened with. */
const openCards = new Map<string, SimCard>();

/**
 * Opens a stream of the built-in card `sim[:KEY=VALUE,...]`. The same name opened for the other
 * direction in the same thread is the other side of the same card.
 * @throws USAGE (the name), BUSY, UNSUPPORTED, NO_DEVICE (it has not that direction)
 */
export function openSim(name: string, request: PcmRequest, time: SimTime = realTime): SimDevice {
  const known = openCards.get(name);
  const card = known ?? new SimCard(name, time, () => openCards.delete(name));
  const device = card.open(request);
  openCards.set(name, card);
  return device;
}

/** A built-in card: one playback and one capture stream, on one clock. */
export class SimCard {
  readonly #name: string;
  readonly #nature: SimNature;
  readonly #time: SimTime;
  readonly #onIdle: () => void;
  readonly #epochNs: number;
  readonly #cable: LoopCable | undefined;
  readonly #streams = new Map<string, SimDevice>();

  /** @param onIdle called when the last of its streams is closed */
  constructor(name: string, time: SimTime, onIdle: () => void = () => {}) {
    this.#name = name;
    this.#nature = parseNature(name);
    this.#time = time;
    this.#onIdle = onIdle;
    this.#epochNs = time.nowNs();
    this.#cable = this.#nature.loop ? new LoopCable(this.#nature) : undefined;
  }

  open(request: PcmRequest): SimDevice {
    const { direction } = request;
    if (this.#nature.direction !== 'both' && this.#nature.direction !== direction) {
      throw new AlsaMmapError('NO_DEVICE', `${this.#name} has no ${direction} side`, {
        errno: 'ENOENT',
        device: this.#name,
      });
    }
    if (this.#nature.busy || this.#streams.has(direction)) {
      throw kernelError(this.#name, 'open', 'EBUSY');
    }
    const space = new SimConfigSpace(this.#nature);
    const offers = negotiate(space, request, this.#name);
    const params = this.#params(space, request);
    if (isRefused(this.#nature.wrong, offers, params)) {
      throw kernelError(this.#name, 'snd_pcm_hw_params', 'EINVAL');
    }
    const geometry = this.#geometry(params, request);
    const device = new SimDevice({
      identity: {
        name: this.#name,
        card: -1,
        device: 0,
        subdevice: 0,
        description: 'built-in card',
      },
      params,
      offers,
      geometry,
      nature: this.#nature,
      world: {
        cable: this.#cable,
        epochNs: this.#epochNs,
        heard:
          this.#nature.heard !== '' && direction === 'playback'
            ? new HeardFile(this.#nature.heard, geometry, true)
            : undefined,
      },
      time: this.#time,
      onClose: () => {
        this.#streams.delete(direction);
        if (this.#streams.size === 0) this.#onIdle();
      },
    });
    this.#streams.set(direction, device);
    return device;
  }

  #params(space: SimConfigSpace, request: PcmRequest): PcmParams {
    const bufferSize = space.get('bufferSize');
    const periodSize = Math.min(space.get('periodSize'), bufferSize);
    const boundary = Number(boundaryFrames(bufferSize, this.#nature.wrap));
    const stop = request.stopThreshold ?? bufferSize;
    return {
      direction: request.direction,
      access: accessName(space.get('access')),
      format: formatByKernelNumber(space.get('format'))!,
      channels: space.get('channels'),
      rateHz: space.get('rate'),
      periodSize,
      bufferSize,
      periodWakeup: space.get('periodWakeup') === 1,
      boundary,
      // As alsa-lib: `snd_pcm_sw_params_set_avail_min`.
      availMin: Math.max(request.availMin ?? periodSize, periodSize),
      startThreshold: 1,
      stopThreshold: stop === 'never' ? boundary : stop,
      // Of whichever clock they are asked for, its timestamps are of this one.
      tstampType: 'MONOTONIC',
      infoFlags: infoFlags(this.#nature),
    };
  }

  #geometry(params: PcmParams, { autoSilence = false }: PcmRequest): SimGeometry {
    const boundary = boundaryFrames(params.bufferSize, this.#nature.wrap);
    return {
      direction: params.direction,
      format: params.format.name,
      channels: params.channels,
      rateHz: params.rateHz,
      periodSize: params.periodSize,
      bufferSize: params.bufferSize,
      periodWakeup: params.periodWakeup || this.#nature.wrong.includes('wakeup-stays'),
      boundary,
      stopThreshold:
        params.stopThreshold >= params.boundary ? boundary : BigInt(params.stopThreshold),
      silencePlayed: params.direction === 'playback' && autoSilence,
      interleaved: params.access === 'MMAP_INTERLEAVED',
      slotBytes:
        this.#nature.layout === 'offsets' ? slotBytesFor(params.format.name, params.bufferSize) : 0,
    };
  }
}
