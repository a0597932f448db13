import type { Account } from '../account/account.js';
import type { StreamKey } from '../model/pcm-streams.js';
import type { LikelyAccount } from '../without-trace/likely-cause.js';

/** Job of the thread that explains the xruns of its own process: plain data. */
export interface OwnXrunsJob {
  /** Undefined for a stream that no kernel knows. */
  readonly stream: StreamKey | undefined;
  /** Thread that serves the stream. */
  readonly tid: number;
  /** Length of the ring. */
  readonly ringNs: number;
}

/** Request to that thread: the likely cause of an xrun, or the end. */
export type OwnXrunsRequest =
  | { readonly kind: 'xrun'; readonly ranDryNs: number; readonly ringNs: number }
  | { readonly kind: 'stop' };

/** Messages of that thread. */
export type OwnXrunsMessage =
  | { readonly kind: 'recording' }
  /** Reason for which the kernel is not traced; likely causes follow on request. */
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'accounts';
      readonly accounts: readonly Account[];
      readonly hasLostEvents: boolean;
    }
  /** An xrun that the recording does not have; the moment at which it was noticed. */
  | { readonly kind: 'missed'; readonly ns: number }
  | { readonly kind: 'likely'; readonly account: LikelyAccount }
  | { readonly kind: 'ended' };
