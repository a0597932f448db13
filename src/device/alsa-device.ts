import { MMAP_OFFSET, PCM_STATUS, SYNC_PTR } from './abi.js';
import type { NativeBinding, NativePcm } from './binding.js';
import { checkBlock, checkChannel, checkPause, checkTimeout } from './call-arguments.js';
import type { ConfigSpace } from './config-space.js';
import { type MappableMemory, MappingSet, mapRefusal, provideMemory } from './device-memory.js';
import { formatHwName } from './device-name.js';
import { AlsaMmapError } from './errors.js';
import { provideDetails, refineDetails, unmaskedInfoFlags } from './hw-refine.js';
import { callNative, closedError, kernelError } from './kernel-error.js';
import type { PcmParams, PcmRequest } from './params.js';
import {
  type ChannelInfo,
  type Mapping,
  type MapRefusal,
  type PcmCapabilities,
  type PcmDevice,
  type PcmIdentity,
  PollFlag,
  type PositionCalls,
} from './pcm-device.js';
import { applySwParams } from './sw-params.js';

/** Kernel PCM as a `PcmDevice`: alsa-lib for the calls, its descriptor for memory and pointers. */
export class AlsaDevice implements PcmDevice {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly capabilities: PcmCapabilities;
  readonly #addon: NativeBinding;
  readonly #pcm: NativePcm;
  readonly #fd: number;
  readonly #pollEvents: number;
  readonly #mappings = new MappingSet();
  #closed = false;

  /** @param space installed configuration, from which the parameters are read */
  constructor(
    addon: NativeBinding,
    pcm: NativePcm,
    space: ConfigSpace,
    request: PcmRequest,
    capabilities: PcmCapabilities,
  ) {
    this.#addon = addon;
    this.#pcm = pcm;
    this.capabilities = capabilities;
    this.#pollEvents = request.direction === 'playback' ? PollFlag.OUT : PollFlag.IN;
    const { card, device, subdevice, name } = pcm.info();
    this.identity = {
      name: formatHwName({ card: String(card), device, subdevice }),
      card,
      device,
      subdevice,
      description: name,
    };
    this.#fd = this.#call(() => pcm.descriptor());
    this.params = this.#call(() =>
      applySwParams(pcm, space, request, unmaskedInfoFlags(addon, this.#fd)),
    );
    provideDetails(this, () => this.#call(() => refineDetails(addon, this.#openFd, this.params)));
    const isPlayback = request.direction === 'playback';
    provideMemory(this, {
      mapStatus: () => this.#map('status page', MMAP_OFFSET.status, 1, false),
      mapControl: () => this.#map('control page', MMAP_OFFSET.control, 1, true),
      mapSamples: (offsetBytes, lengthBytes) =>
        this.#map('ring', offsetBytes, lengthBytes, isPlayback),
    });
  }

  channelInfo(channel: number): ChannelInfo {
    checkChannel(channel);
    const info = this.#call(() => this.#addon.channelInfo(this.#fd, channel));
    return { offsetBytes: info.offset, firstBits: info.first, stepBits: info.step };
  }

  statusExt(block: ArrayBuffer): void {
    checkBlock(block, PCM_STATUS.size, 'STATUS_EXT');
    this.#call(() => this.#addon.statusExt(this.#fd, block));
  }

  // A stream calls the next three in every cycle, so they do without the closure of #call.

  syncPtr(block: ArrayBuffer): void {
    checkBlock(block, SYNC_PTR.size, 'SYNC_PTR');
    const fd = this.#openFd;
    try {
      this.#addon.syncPtr(fd, block);
    } catch (error) {
      throw this.#error('SYNC_PTR', error);
    }
  }

  wait(timeoutMs: number): number {
    checkTimeout(timeoutMs);
    const fd = this.#openFd;
    try {
      return this.#addon.poll(fd, this.#pollEvents, Math.ceil(timeoutMs));
    } catch (error) {
      throw this.#error('poll', error);
    }
  }

  waitWithTimestamp(timeoutMs: number, timestamp: ArrayBuffer): number {
    checkTimeout(timeoutMs);
    checkBlock(timestamp, 8, 'waitWithTimestamp');
    const fd = this.#openFd;
    try {
      return this.#addon.pollWithTimestamp(fd, this.#pollEvents, Math.ceil(timeoutMs), timestamp);
    } catch (error) {
      throw this.#error('poll', error);
    }
  }

  prepare(): void {
    this.#call(() => this.#pcm.prepare());
  }

  /** Uses the ioctl: alsa-lib's own start would first push the appl_ptr that it has cached. */
  start(): void {
    this.#call(() => this.#addon.start(this.#fd));
  }

  drop(): void {
    this.#call(() => this.#pcm.drop());
  }

  drain(): void {
    // EAGAIN: a non-blocking descriptor has begun to drain.
    tolerate('EAGAIN', () => this.#call(() => this.#pcm.drain()));
  }

  pause(on: boolean): void {
    checkPause(on);
    this.#call(() => this.#pcm.pause(on));
  }

  resume(): void {
    this.#call(() => this.#pcm.resume());
  }

  hwFree(): void {
    this.#call(() => this.#pcm.hwFree());
  }

  positionCalls(): PositionCalls {
    return {
      timeIoctls: (name, count) => this.#addon.timeIoctls(this.#openFd, name, count),
      timeFunctions: (name, count) => this.#pcm.timeCalls(name, count),
      delayIoctl: () => this.#addon.delay(this.#openFd),
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#mappings.unmapAll();
    this.#closed = true;
    // ENODEV: resources are freed nevertheless; a disconnected device was reported before.
    tolerate('ENODEV', () => callNative(this.identity.name, () => this.#pcm.close()));
  }

  /** Descriptor for one call; after close, when its number can be another file's, throws CLOSED. */
  get #openFd(): number {
    if (this.#closed) throw closedError(this.identity.name);
    return this.#fd;
  }

  #map(
    memory: MappableMemory,
    offsetBytes: number,
    lengthBytes: number,
    writable: boolean,
  ): Mapping | MapRefusal {
    const fd = this.#openFd;
    let buffer: ArrayBuffer;
    try {
      buffer = this.#addon.map(fd, offsetBytes, lengthBytes, writable);
    } catch (error) {
      return mapRefusal(memory, errnoOf(error), this.params.infoFlags);
    }
    return this.#mappings.add(buffer, () => this.#addon.unmap(buffer));
  }

  #call<T>(work: () => T): T {
    if (this.#closed) throw closedError(this.identity.name);
    return callNative(this.identity.name, work);
  }

  #error(syscall: string, cause: unknown): AlsaMmapError {
    return kernelError(this.identity.name, syscall, errnoOf(cause), cause);
  }
}

/** Runs `work` and ignores a failure with the errno. */
function tolerate(errno: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AlsaMmapError) || error.errno !== errno) throw error;
  }
}

function errnoOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'EIO';
}
