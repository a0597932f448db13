import type { MmapIO } from '../../core/mmap-io.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { PcmParams } from '../../device/params.js';

/** Time of the kernel's last pointer update. */
export interface Timestamp {
  readonly clock: string;
  readonly sec: number;
  readonly nsec: number;
  /** Age, if this process can read the clock and the timestamp has no fault; else null. */
  readonly ageNs: number | null;
  /** `ahead` of the clock, so it is of another one; `frozen` while hw_ptr moved. */
  readonly fault: 'ahead' | 'frozen' | null;
}

/** Position and timestamp of a stream at an earlier time. */
export interface EarlierReading {
  readonly hwPtr: number;
  readonly timestamp: Timestamp | null;
}

/**
 * Returns null before the first pointer update, or if the driver sets no timestamps.
 * @param previous an earlier reading of the same stream
 */
export function readTimestamp(
  { tstampType }: Pick<PcmParams, 'tstampType'>,
  { hwPtr, tstampSec, tstampNsec }: Pick<Snapshot, 'hwPtr' | 'tstampSec' | 'tstampNsec'>,
  previous?: EarlierReading,
  nowNs = process.hrtime.bigint(),
): Timestamp | null {
  if (tstampSec === 0 && tstampNsec === 0) return null;
  const stampNs = BigInt(tstampSec) * 1_000_000_000n + BigInt(tstampNsec);
  const ageNs = tstampType === 'MONOTONIC' ? Number(nowNs - stampNs) : null;
  const { sec, nsec } = previous?.timestamp ?? {};
  const isFrozen = sec === tstampSec && nsec === tstampNsec && previous?.hwPtr !== hwPtr;
  const fault = ageNs !== null && ageNs < 0 ? 'ahead' : isFrozen ? 'frozen' : null;
  return {
    clock: tstampType,
    sec: tstampSec,
    nsec: tstampNsec,
    ageNs: fault ? null : ageNs,
    fault,
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
