import type { PcmCapabilities } from '../device/capabilities.js';
import { AlsaMmapError } from '../device/errors.js';
import { kernelError } from '../device/kernel-error.js';
import { mapRefusal } from '../device/map-refusal.js';
import { MappingSet } from '../device/mapping-set.js';
import type { PcmParams } from '../device/params.js';
import type {
  ChannelInfo,
  Mapping,
  MapRefusal,
  PcmDevice,
  PcmIdentity,
} from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { allocateCard, CardMemory } from './card-memory.js';
import { DmaEngine } from './dma-engine.js';
import { channelInfoOf, ringBytes, type SimGeometry } from './geometry.js';
import type { SimNature } from './nature.js';
import { pollEvents } from './poll-events.js';
import { type Errno, StreamCalls } from './stream-calls.js';
import { startTicker } from './ticker-thread.js';
import { type Alarm, ManualTime, type SimTime } from './time.js';
import type { SimWorld } from './world-side.js';

export interface SimSetup {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly offers: PcmCapabilities;
  readonly geometry: SimGeometry;
  readonly nature: SimNature;
  readonly world: SimWorld;
  readonly time: SimTime;
  /** Called once, when the stream is closed. */
  readonly onClose: () => void;
}

/** A stream of the built-in card behind the seam: same calls, same refusals, no addon. */
export class SimDevice implements PcmDevice {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly capabilities: PcmCapabilities;
  readonly #setup: SimSetup;
  readonly #memory: CardMemory;
  readonly #engine: DmaEngine;
  readonly #calls: StreamCalls;
  readonly #mappings = new MappingSet();
  /** Pieces of the ring; the pages do not count (`substream->mmap_count`). */
  readonly #ringMappings = new MappingSet();
  readonly #alarm: Alarm;
  #ticking = false;
  #closed = false;

  constructor(setup: SimSetup) {
    const { geometry, nature, world, params } = setup;
    this.identity = setup.identity;
    this.params = params;
    this.capabilities = setup.offers;
    this.#setup = setup;
    this.#memory = new CardMemory(allocateCard(ringBytes(geometry)));
    this.#engine = new DmaEngine(this.#memory, geometry, nature, world);
    this.#calls = new StreamCalls(this.#memory, this.#engine, geometry, nature);
    this.#memory.availMin = BigInt(params.availMin);
    this.#memory.state = PcmState.PREPARED;
    this.#leaveDirty();
    this.#alarm = {
      nextNs: () => this.#engine.nextEventNs(),
      ring: (nowNs) => this.#memory.locked(() => this.#engine.tick(nowNs)),
    };
    if (setup.time instanceof ManualTime) setup.time.add(this.#alarm);
  }

  mapStatus(): Mapping | MapRefusal {
    this.#assertOpen();
    if (this.#setup.nature.status === 'refused') return this.#refusal('status page');
    return this.#map(this.#memory.buffers.status);
  }

  mapControl(): Mapping | MapRefusal {
    this.#assertOpen();
    if (this.#setup.nature.control === 'refused') return this.#refusal('control page');
    return this.#map(this.#memory.buffers.control);
  }

  mapSamples(offsetBytes: number, lengthBytes: number): Mapping | MapRefusal {
    this.#assertOpen();
    if (this.params.access.startsWith('RW_')) {
      return mapRefusal('ring', 'ENXIO', this.params.infoFlags);
    }
    if (this.#memory.state === PcmState.OPEN) {
      return { kind: 'refused', errno: 'EBADFD', reason: 'there is no ring (EBADFD)' };
    }
    const { slotBytes } = this.#setup.geometry;
    const ring = this.#memory.buffers.rings[slotBytes > 0 ? offsetBytes / slotBytes : offsetBytes];
    if (ring === undefined || lengthBytes > ring.byteLength) {
      return { kind: 'refused', errno: 'EINVAL', reason: 'outside the ring (EINVAL)' };
    }
    return this.#map(ring, this.#ringMappings);
  }

  channelInfo(channel: number): ChannelInfo {
    this.#assertOpen();
    if (this.#memory.state === PcmState.DISCONNECTED) throw this.#error('CHANNEL_INFO', 'ENODEV');
    if (channel >= this.params.channels) throw this.#error('CHANNEL_INFO', 'EINVAL');
    const shared = this.#setup.nature.wrong.includes('areas-shared');
    return channelInfoOf(this.#setup.geometry, shared ? 0 : channel);
  }

  syncPtr(block: ArrayBuffer): void {
    this.#call('SYNC_PTR', (nowNs) => this.#calls.syncPtr(nowNs, block));
  }

  statusExt(block: ArrayBuffer): void {
    this.#call('STATUS_EXT', (nowNs) => this.#calls.statusExt(nowNs, block));
  }

  wait(timeoutMs: number): number {
    this.#assertOpen();
    const memory = this.#memory;
    const { time } = this.#setup;
    const deadlineNs = time.nowNs() + timeoutMs * 1e6;
    for (;;) {
      const seen = memory.wakeCount;
      const events = memory.locked(() =>
        pollEvents(
          this.params.direction,
          memory.state,
          this.#engine.avail(),
          memory.availMin,
          this.#setup.nature.wrong,
        ),
      );
      const leftMs = (deadlineNs - time.nowNs()) / 1e6;
      if (events !== 0 || leftMs <= 0) return events;
      if (time instanceof ManualTime)
        time.advanceUntil(leftMs * 1e6, () => memory.wakeCount !== seen);
      else memory.sleep(seen, leftMs);
    }
  }

  waitWithTimestamp(timeoutMs: number, stamp: ArrayBuffer): number {
    const events = this.wait(timeoutMs);
    new Float64Array(stamp, 0, 1)[0] = this.#setup.time.nowNs();
    return events;
  }

  prepare(): void {
    this.#call('PREPARE', (nowNs) => this.#calls.prepare(nowNs));
  }

  start(): void {
    this.#assertOpen();
    this.#startTicker();
    this.#call('START', (nowNs) => this.#calls.start(nowNs));
  }

  drop(): void {
    this.#call('DROP', (nowNs) => this.#calls.drop(nowNs));
  }

  drain(): void {
    this.#assertOpen();
    this.#startTicker();
    this.#call('DRAIN', (nowNs) => this.#calls.drain(nowNs));
  }

  pause(on: boolean): void {
    this.#call('PAUSE', (nowNs) => this.#calls.pause(nowNs, on));
  }

  resume(): void {
    this.#call('RESUME', (nowNs) => this.#calls.resume(nowNs));
  }

  hwFree(): void {
    const heeds = !this.#setup.nature.wrong.includes('hw-free-mapped');
    const mapped = heeds && this.#ringMappings.size > 0;
    this.#call('HW_FREE', (nowNs) => this.#calls.hwFree(nowNs, mapped));
  }

  close(): void {
    if (this.#closed) return;
    this.#ringMappings.unmapAll();
    this.#mappings.unmapAll();
    this.#closed = true;
    const { time, world, onClose } = this.#setup;
    if (time instanceof ManualTime) time.delete(this.#alarm);
    this.#memory.locked(() => this.#engine.stop(time.nowNs()));
    this.#memory.end();
    world.heard?.finish(this.#memory.earlier + this.#memory.transferred);
    world.heard?.close();
    onClose();
  }

  /** A card that keeps what it had leaves it to its next user. */
  #leaveDirty(): void {
    const { wrong } = this.#setup.nature;
    const memory = this.#memory;
    if (wrong.includes('stamp-left')) memory.timestampNs = this.#setup.time.nowNs();
    if (wrong.includes('open-dirty')) {
      memory.hwPtr = BigInt(this.params.bufferSize);
      memory.applPtr = memory.hwPtr;
    }
    if (wrong.includes('ring-dirty')) {
      for (const ring of memory.buffers.rings) new Uint8Array(ring).fill(0x55);
    }
  }

  /** In real time, the thread that is the hardware. */
  #startTicker(): void {
    const { time, geometry, nature, world } = this.#setup;
    if (time.kind === 'manual' || this.#ticking) return;
    this.#ticking = true;
    const { buffers } = this.#memory;
    const { epochNs, cable } = world;
    startTicker({ buffers, geometry, nature, epochNs, cable: cable?.buffer }, this.#memory);
  }

  #map(buffer: SharedArrayBuffer, held = this.#mappings): Mapping | MapRefusal {
    if (this.#memory.state === PcmState.DISCONNECTED) {
      return { kind: 'refused', errno: 'ENODEV', reason: 'the device is gone (ENODEV)' };
    }
    return held.add(buffer);
  }

  #refusal(page: string): MapRefusal {
    return { kind: 'refused', errno: 'ENXIO', reason: `the ${page} is refused (ENXIO), as asked` };
  }

  #call(syscall: string, work: (nowNs: number) => Errno): void {
    this.#assertOpen();
    const errno = this.#memory.locked(() => work(this.#setup.time.nowNs()));
    if (errno !== undefined) throw this.#error(syscall, errno);
  }

  #error(syscall: string, errno: string): AlsaMmapError {
    return kernelError(this.identity.name, syscall, errno);
  }

  #assertOpen(): void {
    if (this.#closed) throw new AlsaMmapError('CLOSED', `${this.identity.name} was closed`);
  }
}
