import { findFormat } from '../../src/device/format.js';
import type { PcmParams } from '../../src/device/params.js';
import type { MapRefusal } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { MemoryDevice } from '../../src/stream/memory-device.js';

const REFUSED: MapRefusal = { kind: 'refused', errno: 'ENXIO', reason: 'not mappable' };

export const PAPER: PcmParams = {
  direction: 'playback',
  access: 'MMAP_INTERLEAVED',
  format: findFormat('S16_LE')!,
  channels: 1,
  rateHz: 48_000,
  periodSize: 16,
  bufferSize: 64,
  periodWakeup: true,
  boundary: 2 ** 62,
  availMin: 16,
  startThreshold: 2 ** 62,
  stopThreshold: 64,
  tstampType: 'MONOTONIC',
  infoFlags: 0,
};

/** Memory of a device whose words the test writes; either page can be refused. */
export class PaperDevice extends MemoryDevice {
  constructor(params: Partial<PcmParams> = {}, pages = { status: true, control: true }) {
    super(
      { ...PAPER, ...params },
      {
        identity: { name: 'paper', card: -1, device: 0, subdevice: 0, description: 'paper' },
        statusRefusal: pages.status ? undefined : REFUSED,
        controlRefusal: pages.control ? undefined : REFUSED,
      },
    );
  }

  override wait(timeoutMs: number): number {
    super.wait(timeoutMs);
    return 0;
  }

  override drain(): void {
    this.state = PcmState.DRAINING;
  }
}
