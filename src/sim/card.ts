import { checkValue, having } from '../device/check-fields.js';
import { deviceError } from '../device/errors.js';
import { kernelError } from '../device/kernel-error.js';
import { chosenParams, negotiate } from '../device/negotiate.js';
import type { Direction, PcmParams, PcmRequest } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { REQUEST } from '../device/request-fields.js';
import { type ConfigSurvey, surveySpace } from '../device/survey.js';
import { parseSimConfig, type SimConfig } from './config.js';
import { SimConfigSpace } from './config-space.js';
import { LoopbackCable } from './loopback-cable.js';
import { openPlaybackDump } from './playback-dump.js';
import { isRefusedByQuirk } from './quirks.js';
import { SimDevice } from './sim-device.js';
import { boundaryFrames, infoFlags, type SimStreamParams, slotBytesFor } from './stream-params.js';
import { realTime, type SimTime } from './time.js';

const IDENTITY = { card: -1, device: 0, subdevice: 0, description: 'simulated card' } as const;

const TIME = having('nowNs', 'a clock with nowNs()');

/** Cards that are open in this thread, by the name they were opened with. */
const openCards = new Map<string, SimCard>();

/**
 * Opens a stream of the simulated card `sim[:KEY=VALUE,...]`. The same name opened for the other
 * direction in the same thread is the other side of the same card.
 * @param time clock of the card; `ManualTime` for a test that advances it
 * @throws USAGE (name, request or clock), BUSY, UNSUPPORTED, NO_DEVICE (no such direction)
 * @example
 * import { MmapCapture } from 'alsa-mmap/direct';
 * import { ManualTime, openSimDevice } from 'alsa-mmap/sim';
 *
 * const time = new ManualTime();
 * const device = openSimDevice('sim', { direction: 'capture', rateHz: 48_000 }, time);
 * const io = new MmapCapture(device);
 * device.start();
 * time.advance(10e6); // 10 ms in an instant
 * io.hwsync();
 * console.log(io.hwPtr()); // 480
 * io.close();
 * device.close();
 */
export function openSimDevice(
  name: string,
  request: PcmRequest,
  time: SimTime = realTime,
): PcmDevice {
  checkValue('request', request, REQUEST);
  checkValue('time', time, TIME);
  const known = openCards.get(name);
  const card = known ?? new SimCard(name, time, () => openCards.delete(name));
  const device = card.open(request);
  openCards.set(name, card);
  return device;
}

/**
 * Every configuration that the simulated card accepts in a direction.
 * @throws USAGE (the name), BUSY, NO_DEVICE (no such direction)
 */
export function surveySimDevice(name: string, direction: Direction): ConfigSurvey {
  return new SimCard(name, realTime).survey(direction);
}

/** A simulated card: one playback and one capture stream on one clock. */
export class SimCard {
  readonly #name: string;
  readonly #config: SimConfig;
  readonly #time: SimTime;
  readonly #onIdle: () => void;
  readonly #epochNs: number;
  readonly #cable: LoopbackCable | undefined;
  readonly #streams = new Map<string, SimDevice>();

  /** @param onIdle called when the last of its streams is closed */
  constructor(name: string, time: SimTime, onIdle: () => void = () => {}) {
    this.#name = name;
    this.#config = parseSimConfig(name);
    if (new SimConfigSpace(this.#config).isEmpty) {
      throw deviceError('USAGE', name, 'PERIOD, BUFFER, PERIODS and SIZES exclude each other');
    }
    this.#time = time;
    this.#onIdle = onIdle;
    this.#epochNs = time.nowNs();
    this.#cable = this.#config.loop ? new LoopbackCable(this.#config) : undefined;
  }

  open(request: PcmRequest): SimDevice {
    const { direction } = request;
    const space = this.#openSpace(direction);
    const capabilities = negotiate(space, request, this.#name);
    const params = this.#pcmParams(space, request);
    if (isRefusedByQuirk(this.#config.quirks, capabilities, params)) {
      throw kernelError(this.#name, 'snd_pcm_hw_params', 'EINVAL');
    }
    const streamParams = this.#streamParams(params, request);
    const device = new SimDevice({
      identity: { name: this.#name, ...IDENTITY },
      params,
      capabilities,
      streamParams,
      config: this.#config,
      connections: {
        cable: this.#cable,
        epochNs: this.#epochNs,
        dump: openPlaybackDump(this.#config, streamParams, true),
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

  survey(direction: Direction): ConfigSurvey {
    return surveySpace(this.#openSpace(direction));
  }

  #openSpace(direction: Direction): SimConfigSpace {
    if (this.#config.direction !== 'both' && this.#config.direction !== direction) {
      const details = { errno: 'ENOENT' };
      throw deviceError('NO_DEVICE', this.#name, `no ${direction} stream`, details);
    }
    if (this.#config.busy || this.#streams.has(direction)) {
      throw kernelError(this.#name, 'open', 'EBUSY');
    }
    return new SimConfigSpace(this.#config);
  }

  #pcmParams(space: SimConfigSpace, request: PcmRequest): PcmParams {
    const chosen = chosenParams(space);
    const { bufferSize } = chosen;
    const periodSize = Math.min(chosen.periodSize, bufferSize);
    const boundary = Number(boundaryFrames(bufferSize, this.#config.boundaryBuffers));
    const stop = request.stopThreshold ?? bufferSize;
    return {
      direction: request.direction,
      ...chosen,
      periodSize,
      boundary,
      // Same rule as alsa-lib's `snd_pcm_sw_params_set_avail_min`.
      availMin: Math.max(request.availMin ?? periodSize, periodSize),
      startThreshold: 1,
      stopThreshold: stop === 'never' ? boundary : stop,
      // The only clock of the card, whichever was requested.
      tstampType: 'MONOTONIC',
      infoFlags: infoFlags(this.#config),
    };
  }

  #streamParams(params: PcmParams, { autoSilence = false }: PcmRequest): SimStreamParams {
    const { layout, quirks, boundaryBuffers } = this.#config;
    const boundary = boundaryFrames(params.bufferSize, boundaryBuffers);
    const stop = params.stopThreshold;
    return {
      ...params,
      periodWakeup: params.periodWakeup || quirks.includes('period-wakeup-always'),
      boundary,
      stopThreshold: stop >= params.boundary ? boundary : BigInt(stop),
      autoSilence: params.direction === 'playback' && autoSilence,
      slotBytes: layout === 'per-channel' ? slotBytesFor(params) : 0,
    };
  }
}
