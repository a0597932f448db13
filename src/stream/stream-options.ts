import type { PcmRequest } from '../device/params.js';
import type { PrivilegeRequest } from '../runtime/thread-privileges.js';
import type { XrunPolicy } from './xrun-policy.js';

/** How a program wants a stream of `openPlayback` or `openCapture`. What is left out is chosen. */
export interface StreamOptions
  extends Omit<
    PcmRequest,
    'direction' | 'access' | 'availMin' | 'stopThreshold' | 'autoSilence' | 'tstampType'
  > {
  /** What an xrun does to it: `recover` by default. */
  readonly onXrun?: XrunPolicy | undefined;
  /** Reach the pointers by SYNC_PTR though the pages could be mapped. */
  readonly syncPtr?: boolean | undefined;
  /** What the stream's thread asks of the system; `grants` tells what it got. Nothing by default. */
  readonly privileges?: PrivilegeRequest | undefined;
  /**
   * How much may wait between the program and the stream's thread, besides the ring, in seconds; at
   * least two rings. 1 by default, which is much for a program that wants to be heard soon.
   */
  readonly fifoSeconds?: number | undefined;
  /** Ends the stream; what waits for it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Samples as bytes in the ring's format, interleaved, in place of floats on unit scale. */
  readonly raw?: boolean | undefined;
}

/** Interleaved samples: floats on unit scale, or bytes of the ring's format where `raw` was asked. */
export type Samples<Raw extends boolean> = Raw extends true ? Uint8Array : Float32Array;
