import type { SyncFlag } from '../../device/abi.js';

/** One record, as the ioctl gave it. Frames. */
export interface SyncptrRecord {
  readonly state: string;
  readonly hwPtr: number;
  readonly applPtr: number;
  readonly availMin: number;
}

/** A bit of the flag word, and what the call did because of it. */
export interface FlagBit {
  readonly name: keyof typeof SyncFlag;
  readonly set: boolean;
  readonly effect: string;
}

/** One call, whole. */
export interface SyncptrResult {
  readonly flags: number;
  readonly bits: readonly FlagBit[];
  readonly before: SyncptrRecord;
  readonly after: SyncptrRecord;
}
