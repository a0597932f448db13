import { PCM_STATUS } from './abi.js';
import type { NativeBinding, NativePcm } from './binding.js';
import type { ConfigSpace } from './config-space.js';
import { AlsaMmapError } from './errors.js';
import { rawInfoFlags } from './hw-refine.js';
import { kernelRefusal } from './kernel-refusal.js';
import { refusedPage } from './map-refusal.js';
import { MappingSet } from './mapping-set.js';
import { nativeCall } from './native-call.js';
import type { PcmOffers } from './offers.js';
import type { PcmParams, PcmRequest } from './params.js';
import {
  type ChannelInfo,
  type Mapping,
  type PcmDevice,
  type PcmIdentity,
  Poll,
  type Refusal,
} from './pcm-device.js';
import type { PositionCalls } from './position-calls.js';
import { setUpSoftware } from './software-params.js';

/** Where the pages lie in a PCM's map space (`SNDRV_PCM_MMAP_OFFSET_*_NEW`, sound/asound.h). */
const OFFSET_STATUS = 0x8200_0000;
const OFFSET_CONTROL = 0x8300_0000;

/** A kernel PCM behind the seam: alsa-lib for the calls, its descriptor for memory and pointers. */
export class AlsaDevice implements PcmDevice {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly offers: PcmOffers;
  readonly #addon: NativeBinding;
  readonly #pcm: NativePcm;
  readonly #fd: number;
  readonly #events: number;
  readonly #mappings = new MappingSet();
  #closed = false;

  /** @param space as installed: the parameters are read from it */
  constructor(
    addon: NativeBinding,
    pcm: NativePcm,
    space: ConfigSpace,
    request: PcmRequest,
    offers: PcmOffers,
  ) {
    this.#addon = addon;
    this.#pcm = pcm;
    this.offers = offers;
    this.#events = request.direction === 'playback' ? Poll.OUT : Poll.IN;
    const { card, device, subdevice, name } = pcm.info();
    this.identity = {
      name: `hw:${card},${device},${subdevice}`,
      card,
      device,
      subdevice,
      description: name,
    };
    this.#fd = nativeCall(this.identity.name, () => pcm.descriptor());
    this.params = nativeCall(this.identity.name, () =>
      setUpSoftware(pcm, space, request, rawInfoFlags(addon, this.#fd)),
    );
  }

  mapStatus(): Mapping | Refusal {
    const refused = (errno: string) => refusedPage('status page', errno, this.params.infoFlags);
    return this.#map(OFFSET_STATUS, 1, false, refused);
  }

  mapControl(): Mapping | Refusal {
    const refused = (errno: string) => refusedPage('control page', errno, this.params.infoFlags);
    return this.#map(OFFSET_CONTROL, 1, true, refused);
  }

  mapSamples(offsetBytes: number, lengthBytes: number): Mapping | Refusal {
    const writable = this.params.direction === 'playback';
    const refused = (errno: string) => refusedPage('ring', errno, this.params.infoFlags);
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
      throw kernelRefusal(
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
      return this.#addon.poll(this.#fd, this.#events, Math.ceil(timeoutMs));
    } catch (error) {
      throw this.#pollError(error);
    }
  }

  waitStamped(timeoutMs: number, stamp: ArrayBuffer): number {
    if (this.#closed) throw this.#closedError();
    try {
      return this.#addon.pollStamped(this.#fd, this.#events, Math.ceil(timeoutMs), stamp);
    } catch (error) {
      throw this.#pollError(error);
    }
  }

  prepare(): void {
    this.#call(() => this.#pcm.prepare());
  }

  /** By descriptor: alsa-lib's own start would first push the appl_ptr that it remembers. */
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
      // A non-blocking descriptor answers so when it has begun to drain.
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
    this.#mappings.endAll();
    this.#closed = true;
    try {
      nativeCall(this.identity.name, () => this.#pcm.close());
    } catch (error) {
      // All is given back all the same; that the device is gone was told where it mattered.
      if (!(error instanceof AlsaMmapError) || error.errno !== 'ENODEV') throw error;
    }
  }

  /** Once it is closed its number may be another file's. */
  get #openFd(): number {
    if (this.#closed) throw this.#closedError();
    return this.#fd;
  }

  #map(
    offset: number,
    length: number,
    writable: boolean,
    refused: (errno: string) => Refusal,
  ): Mapping | Refusal {
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
    return nativeCall(this.identity.name, work);
  }

  #pollError(error: unknown): AlsaMmapError {
    const errno = (error as NodeJS.ErrnoException).code ?? 'EIO';
    return kernelRefusal(this.identity.name, 'poll', errno, error);
  }

  #closedError(): AlsaMmapError {
    return new AlsaMmapError('CLOSED', `${this.identity.name} was closed`);
  }
}
