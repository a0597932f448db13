import { MMAP_OFFSET, PCM_STATUS } from './abi.js';
import type { NativeBinding, NativePcm } from './binding.js';
import type { PcmCapabilities } from './capabilities.js';
import type { ConfigSpace } from './config-space.js';
import { AlsaMmapError } from './errors.js';
import { unmaskedInfoFlags } from './hw-refine.js';
import { kernelError } from './kernel-error.js';
import { mapRefusal } from './map-refusal.js';
import { MappingSet } from './mapping-set.js';
import { callNative } from './native-call.js';
import type { PcmParams, PcmRequest } from './params.js';
import {
  type ChannelInfo,
  type Mapping,
  type MapRefusal,
  type PcmDevice,
  type PcmIdentity,
  PollFlag,
} from './pcm-device.js';
import type { PositionCalls } from './position-calls.js';
import { applySwParams } from './sw-params.js';

/**
 * A kernel PCM as a `PcmDevice`: alsa-lib for the calls, its descriptor for memory and pointers.
 */
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
    offers: PcmCapabilities,
  ) {
    this.#addon = addon;
    this.#pcm = pcm;
    this.capabilities = offers;
    this.#pollEvents = request.direction === 'playback' ? PollFlag.OUT : PollFlag.IN;
    const { card, device, subdevice, name } = pcm.info();
    this.identity = {
      name: `hw:${card},${device},${subdevice}`,
      card,
      device,
      subdevice,
      description: name,
    };
    this.#fd = callNative(this.identity.name, () => pcm.descriptor());
    this.params = callNative(this.identity.name, () =>
      applySwParams(pcm, space, request, unmaskedInfoFlags(addon, this.#fd)),
    );
  }

  mapStatus(): Mapping | MapRefusal {
    const refused = (errno: string) => mapRefusal('status page', errno, this.params.infoFlags);
    return this.#map(MMAP_OFFSET.status, 1, false, refused);
  }

  mapControl(): Mapping | MapRefusal {
    const refused = (errno: string) => mapRefusal('control page', errno, this.params.infoFlags);
    return this.#map(MMAP_OFFSET.control, 1, true, refused);
  }

  mapSamples(offsetBytes: number, lengthBytes: number): Mapping | MapRefusal {
    const writable = this.params.direction === 'playback';
    const refused = (errno: string) => mapRefusal('ring', errno, this.params.infoFlags);
    return this.#map(offsetBytes, lengthBytes, writable, refused);
  }

  channelInfo(channel: number): ChannelInfo {
    const info = this.#call(() => this.#addon.channelInfo(this.#fd, channel));
    return { offsetBytes: info.offset, firstBits: info.first, stepBits: info.step };
  }

  syncPtr(block: ArrayBuffer): void {
    if (this.#closed) throw this.#closedError();
    try {
      this.#addon.syncPtr(this.#fd, block);
    } catch (error) {
      throw kernelError(
        this.identity.name,
        'SYNC_PTR',
        (error as NodeJS.ErrnoException).code ?? 'EIO',
        error,
      );
    }
  }

  statusExt(block: ArrayBuffer): void {
    this.#call(() => this.#addon.statusExt(this.#fd, block));
  }

  wait(timeoutMs: number): number {
    if (this.#closed) throw this.#closedError();
    try {
      return this.#addon.poll(this.#fd, this.#pollEvents, Math.ceil(timeoutMs));
    } catch (error) {
      throw this.#pollError(error);
    }
  }

  waitWithTimestamp(timeoutMs: number, stamp: ArrayBuffer): number {
    if (this.#closed) throw this.#closedError();
    try {
      return this.#addon.pollWithTimestamp(this.#fd, this.#pollEvents, Math.ceil(timeoutMs), stamp);
    } catch (error) {
      throw this.#pollError(error);
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
    try {
      this.#call(() => this.#pcm.drain());
    } catch (error) {
      // EAGAIN: a non-blocking descriptor has begun to drain.
      if (!(error instanceof AlsaMmapError) || error.errno !== 'EAGAIN') throw error;
    }
  }

  pause(on: boolean): void {
    this.#call(() => this.#pcm.pause(on));
  }

  resume(): void {
    this.#call(() => this.#pcm.resume());
  }

  hwFree(): void {
    this.#call(() => this.#pcm.hwFree());
  }

  positionCalls(): PositionCalls {
    const status = new ArrayBuffer(PCM_STATUS.size);
    const state = new Int32Array(status, 0, 1);
    const time = new ArrayBuffer(16);
    const pcm = this.#pcm;
    return {
      availUpdate: () => pcm.availUpdate(),
      avail: () => pcm.avail(),
      delay: () => pcm.delay(),
      htimestamp: () => pcm.htimestamp(time),
      statusExt: () => {
        this.#addon.statusExt(this.#openFd, status);
        return state[0]!;
      },
      delayIoctl: () => this.#addon.delay(this.#openFd),
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#mappings.unmapAll();
    this.#closed = true;
    try {
      callNative(this.identity.name, () => this.#pcm.close());
    } catch (error) {
      // Resources are freed nevertheless; a disconnected device was reported before.
      if (!(error instanceof AlsaMmapError) || error.errno !== 'ENODEV') throw error;
    }
  }

  /** Guards against the descriptor's number being reused after close. */
  get #openFd(): number {
    if (this.#closed) throw this.#closedError();
    return this.#fd;
  }

  #map(
    offset: number,
    length: number,
    writable: boolean,
    refused: (errno: string) => MapRefusal,
  ): Mapping | MapRefusal {
    if (this.#closed) throw this.#closedError();
    let buffer: ArrayBuffer;
    try {
      buffer = this.#addon.map(this.#fd, offset, length, writable);
    } catch (error) {
      return refused((error as NodeJS.ErrnoException).code ?? 'EIO');
    }
    return this.#mappings.add(buffer, () => this.#addon.unmap(buffer));
  }

  #call<T>(work: () => T): T {
    if (this.#closed) throw this.#closedError();
    return callNative(this.identity.name, work);
  }

  #pollError(error: unknown): AlsaMmapError {
    const errno = (error as NodeJS.ErrnoException).code ?? 'EIO';
    return kernelError(this.identity.name, 'poll', errno, error);
  }

  #closedError(): AlsaMmapError {
    return new AlsaMmapError('CLOSED', `${this.identity.name} was closed`);
  }
}
