import type { MmapIO } from '../../core/mmap-io.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { PcmParams } from '../../device/params.js';

/** Time of the kernel's last pointer update. */
export interface Timestamp {
  readonly clock: string;
  readonly sec: number;
  readonly nsec: number;
  /** Age, if this process can read the clock; else null. */
  readonly ageNs: number | null;
}

/** Returns null before the first pointer update. */
export function readTimestamp(
  { tstampType }: Pick<PcmParams, 'tstampType'>,
  { tstampSec, tstampNsec }: Pick<Snapshot, 'tstampSec' | 'tstampNsec'>,
  nowNs = process.hrtime.bigint(),
): Timestamp | null {
  if (tstampSec === 0 && tstampNsec === 0) return null;
  const stampNs = BigInt(tstampSec) * 1_000_000_000n + BigInt(tstampNsec);
  return {
    clock: tstampType,
    sec: tstampSec,
    nsec: tstampNsec,
    ageNs: tstampType === 'MONOTONIC' ? Number(nowNs - stampNs) : null,
  };
}

/** Audio time of the stream, as the driver counts frames; null before the first update. */
export function readAudioTimestamp({ status }: MmapIO): { sec: number; nsec: number } | null {
  const sec = status.peekAudioHtstampSec();
  const nsec = status.peekAudioHtstampNsec();
  return sec === 0 && nsec === 0 ? null : { sec, nsec };
}

/** Seconds to the nanosecond. */
export function formatSeconds({ sec, nsec }: { sec: number; nsec: number }): string {
  return `${sec}.${String(nsec).padStart(9, '0')}`;
}

/** Such as `2.4 ms`. */
export function formatDuration(ns: number): string {
  if (ns === 0) return '0 s';
  if (Math.abs(ns) < 1e6) return `${(ns / 1e3).toFixed(1)} us`;
  if (Math.abs(ns) < 1e9) return `${(ns / 1e6).toFixed(1)} ms`;
  return `${(ns / 1e9).toFixed(2)} s`;
}
