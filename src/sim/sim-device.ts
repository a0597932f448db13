import { PCM_STATUS, SYNC_PTR } from '../device/abi.js';
import { checkBlock, checkChannel, checkPause, checkTimeout } from '../device/call-arguments.js';
import { MappingSet, mapRefusal, provideMemory } from '../device/device-memory.js';
import type { AlsaMmapError } from '../device/errors.js';
import { closedError, kernelError } from '../device/kernel-error.js';
import type { PcmParams } from '../device/params.js';
import type {
  ChannelInfo,
  Mapping,
  MapRefusal,
  PcmCapabilities,
  PcmDevice,
  PcmIdentity,
} from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import type { SimConfig } from './config.js';
import { DmaEngine } from './dma-engine.js';
import { startDmaThread, throwIfThreadFailed } from './dma-thread.js';
import { type Errno, StreamIoctls } from './stream-ioctls.js';
import { allocateStreamBuffers, StreamMemory } from './stream-memory.js';
import { ringMemorySizes, type SimStreamParams, simChannelInfo } from './stream-params.js';
import { ManualTime, type SimTime, type TimeListener } from './time.js';
import type { SimConnections } from './wiring.js';

export interface SimDeviceOptions {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly capabilities: PcmCapabilities;
  readonly streamParams: SimStreamParams;
  readonly config: SimConfig;
  readonly connections: SimConnections;
  readonly time: SimTime;
  /** Called once, when the stream is closed. */
  readonly onClose: () => void;
}

/**
 * A stream of the simulated card as a `PcmDevice`: the same calls and refusals as a kernel device,
 * without the addon.
 */
export class SimDevice implements PcmDevice {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly capabilities: PcmCapabilities;
  readonly #options: SimDeviceOptions;
  readonly #memory: StreamMemory;
  readonly #engine: DmaEngine;
  readonly #ioctls: StreamIoctls;
  readonly #mappings = new MappingSet();
  /** Mappings of the ring; the pages do not count, as in the kernel (`substream->mmap_count`). */
  readonly #ringMappings = new MappingSet();
  readonly #timeListener: TimeListener;
  #ticking = false;
  #closed = false;

  constructor(options: SimDeviceOptions) {
    const { streamParams, config, connections, params } = options;
    this.identity = options.identity;
    this.params = params;
    this.capabilities = options.capabilities;
    this.#options = options;
    this.#memory = new StreamMemory(allocateStreamBuffers(ringMemorySizes(streamParams)));
    this.#engine = new DmaEngine(this.#memory, streamParams, config, connections);
    this.#ioctls = new StreamIoctls(this.#memory, this.#engine, streamParams, config);
    this.#memory.availMin = BigInt(params.availMin);
    this.#memory.state = PcmState.PREPARED;
    this.#applyOpenQuirks();
    this.#timeListener = {
      nextEventNs: () => this.#engine.nextEventNs(),
      onTime: (nowNs) => this.#memory.withLock(() => this.#engine.tick(nowNs)),
    };
    if (options.time instanceof ManualTime) options.time.addListener(this.#timeListener);
    provideMemory(this, {
      mapStatus: () => this.#mapPage('status'),
      mapControl: () => this.#mapPage('control'),
      mapSamples: (offsetBytes, lengthBytes) => this.#mapSamples(offsetBytes, lengthBytes),
    });
  }

  channelInfo(channel: number): ChannelInfo {
    checkChannel(channel);
    this.#assertOpen();
    if (this.#memory.state === PcmState.DISCONNECTED) throw this.#error('CHANNEL_INFO', 'ENODEV');
    if (channel >= this.params.channels) throw this.#error('CHANNEL_INFO', 'EINVAL');
    const shared = this.#options.config.quirks.includes('areas-overlap');
    return simChannelInfo(this.#options.streamParams, shared ? 0 : channel);
  }

  syncPtr(block: ArrayBuffer): void {
    checkBlock(block, SYNC_PTR.size, 'SYNC_PTR');
    this.#ioctl('SYNC_PTR', (nowNs) => this.#ioctls.syncPtr(nowNs, block));
  }

  statusExt(block: ArrayBuffer): void {
    checkBlock(block, PCM_STATUS.size, 'STATUS_EXT');
    this.#ioctl('STATUS_EXT', (nowNs) => this.#ioctls.statusExt(nowNs, block));
  }

  wait(timeoutMs: number): number {
    checkTimeout(timeoutMs);
    this.#assertOpen();
    const memory = this.#memory;
    const { time } = this.#options;
    const deadlineNs = time.nowNs() + timeoutMs * 1e6;
    for (;;) {
      const seen = memory.wakeCount;
      throwIfThreadFailed(memory);
      const events = memory.withLock(() => this.#ioctls.poll());
      const leftMs = (deadlineNs - time.nowNs()) / 1e6;
      if (events !== 0 || leftMs <= 0) return events;
      if (time instanceof ManualTime)
        time.advanceUntil(leftMs * 1e6, () => memory.wakeCount !== seen);
      else memory.sleepUntilWoken(seen, leftMs);
    }
  }

  waitWithTimestamp(timeoutMs: number, stamp: ArrayBuffer): number {
    checkBlock(stamp, 8, 'waitWithTimestamp');
    const events = this.wait(timeoutMs);
    new Float64Array(stamp, 0, 1)[0] = this.#options.time.nowNs();
    return events;
  }

  prepare(): void {
    this.#ioctl('PREPARE', (nowNs) => this.#ioctls.prepare(nowNs));
  }

  start(): void {
    this.#assertOpen();
    this.#startTicker();
    this.#ioctl('START', (nowNs) => this.#ioctls.start(nowNs));
  }

  drop(): void {
    this.#ioctl('DROP', (nowNs) => this.#ioctls.drop(nowNs));
  }

  drain(): void {
    this.#assertOpen();
    this.#startTicker();
    this.#ioctl('DRAIN', (nowNs) => this.#ioctls.drain(nowNs));
  }

  pause(on: boolean): void {
    checkPause(on);
    this.#ioctl('PAUSE', (nowNs) => this.#ioctls.pause(nowNs, on));
  }

  resume(): void {
    this.#ioctl('RESUME', (nowNs) => this.#ioctls.resume(nowNs));
  }

  hwFree(): void {
    const ignoresMappings = this.#options.config.quirks.includes('hw-free-mapped');
    const mapped = !ignoresMappings && this.#ringMappings.size > 0;
    this.#ioctl('HW_FREE', () => this.#ioctls.hwFree(mapped));
  }

  close(): void {
    if (this.#closed) return;
    this.#ringMappings.unmapAll();
    this.#mappings.unmapAll();
    this.#closed = true;
    const { time, connections, onClose } = this.#options;
    if (time instanceof ManualTime) time.removeListener(this.#timeListener);
    try {
      this.#memory.withLock(() => this.#engine.stop(time.nowNs()));
      this.#memory.markClosed();
      connections.dump?.finish(this.#memory.framesBeforePrepare + this.#memory.transferredFrames);
    } finally {
      onClose();
    }
  }

  /** Leaves memory and pointers of an earlier stream to the next one, if a quirk says so. */
  #applyOpenQuirks(): void {
    const { quirks } = this.#options.config;
    const memory = this.#memory;
    if (quirks.includes('timestamp-not-cleared')) memory.timestampNs = this.#options.time.nowNs();
    if (quirks.includes('pointers-not-reset')) {
      memory.hwPtr = BigInt(this.params.bufferSize);
      memory.applPtr = memory.hwPtr;
    }
    if (quirks.includes('ring-not-cleared')) {
      for (const ring of memory.buffers.rings) new Uint8Array(ring).fill(0x55);
    }
  }

  /** Starts the thread that is the hardware in real time. */
  #startTicker(): void {
    const { time, streamParams, config, connections } = this.#options;
    if (time.kind === 'manual' || this.#ticking) return;
    const { buffers } = this.#memory;
    const { epochNs, cable } = connections;
    startDmaThread({ buffers, streamParams, config, epochNs, cable: cable?.buffer }, this.#memory);
    this.#ticking = true;
  }

  #mapSamples(offsetBytes: number, lengthBytes: number): Mapping | MapRefusal {
    this.#assertOpen();
    if (this.params.access.startsWith('RW_')) {
      return mapRefusal('ring', 'ENXIO', this.params.infoFlags);
    }
    if (this.#memory.state === PcmState.OPEN) {
      return { kind: 'refused', errno: 'EBADFD', reason: 'there is no ring (EBADFD)' };
    }
    const { slotBytes } = this.#options.streamParams;
    const ring = this.#memory.buffers.rings[slotBytes > 0 ? offsetBytes / slotBytes : offsetBytes];
    if (ring === undefined || lengthBytes > ring.byteLength) {
      return { kind: 'refused', errno: 'EINVAL', reason: 'outside the ring (EINVAL)' };
    }
    return this.#map(ring, this.#ringMappings);
  }

  #mapPage(page: 'status' | 'control'): Mapping | MapRefusal {
    this.#assertOpen();
    if (this.#options.config[`${page}Page`] === 'mapped') {
      return this.#map(this.#memory.buffers[page]);
    }
    const reason = `cannot map the ${page} page (ENXIO): refused by the card's configuration`;
    return { kind: 'refused', errno: 'ENXIO', reason };
  }

  #map(buffer: SharedArrayBuffer, held = this.#mappings): Mapping | MapRefusal {
    if (this.#memory.state === PcmState.DISCONNECTED) {
      return { kind: 'refused', errno: 'ENODEV', reason: 'device disconnected (ENODEV)' };
    }
    return held.add(buffer);
  }

  #ioctl(syscall: string, work: (nowNs: number) => Errno): void {
    this.#assertOpen();
    const errno = this.#memory.withLock(() => {
      const isGone = this.#memory.state === PcmState.DISCONNECTED;
      return isGone ? 'ENODEV' : work(this.#options.time.nowNs());
    });
    if (errno !== undefined) throw this.#error(syscall, errno);
  }

  #error(syscall: string, errno: string): AlsaMmapError {
    return kernelError(this.identity.name, syscall, errno);
  }

  #assertOpen(): void {
    if (this.#closed) throw closedError(this.identity.name);
  }
}
