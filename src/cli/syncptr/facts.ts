import type { SyncFlag } from '../../device/abi.js';

/** One record, as the ioctl gave it. Frames. */
export interface Look {
  readonly state: string;
  readonly hwPtr: number;
  readonly applPtr: number;
  readonly availMin: number;
}

/** A bit of the flag word, and what the call did because of it. */
export interface Bit {
  readonly name: keyof typeof SyncFlag;
  readonly set: boolean;
  readonly meaning: string;
}

/** One call, whole. */
export interface SyncptrFacts {
  readonly flags: number;
  readonly bits: readonly Bit[];
  readonly before: Look;
  readonly after: Look;
}
