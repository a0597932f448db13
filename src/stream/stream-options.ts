import type { PcmRequest } from '../device/params.js';
import type { PrivilegeRequest } from '../runtime/thread-privileges.js';

export const XRUN_POLICIES = ['recover', 'stop', 'free-run'] as const;
/**
 * Reaction of a stream to an xrun: `recover` restarts it; `stop` ends it; `free-run` opens the
 * device with `stopThreshold: 'never'` and reports what the hardware passed.
 */
export type XrunPolicy = (typeof XRUN_POLICIES)[number];

/**
 * Options of `openPlayback` and `openCapture`: the requested parameters of the device (`format`,
 * `channels` and `rateHz` match exactly; sizes are approximated) and of the stream. Omitted
 * parameters are chosen from the device's capabilities.
 */
export interface StreamOptions
  extends Omit<
    PcmRequest,
    'direction' | 'access' | 'availMin' | 'stopThreshold' | 'autoSilence' | 'tstampType'
  > {
  /** Reaction to an xrun; `recover` by default. */
  readonly onXrun?: XrunPolicy | undefined;
  /** Access the pointers by SYNC_PTR even if the pages can be mapped; false by default. */
  readonly syncPtr?: boolean | undefined;
  /** Privileges of the stream's thread, none by default; `grants` reports the result. */
  readonly privileges?: PrivilegeRequest | undefined;
  /**
   * Capacity of the FIFO between the program and the stream's thread, in seconds; at least two
   * rings. Default 1, or 0 with a `fill` callback. Playback latency includes a full FIFO.
   */
  readonly fifoSeconds?: number | undefined;
  /** Ends the stream when aborted; pending calls then reject with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Use bytes in the ring's format for samples, interleaved, instead of floats in -1 to 1. */
  readonly raw?: boolean | undefined;
}

/** Interleaved samples: floats in -1 to 1, or bytes in the ring's format if `raw` is true. */
export type Samples<Raw extends boolean> = Raw extends true ? Uint8Array : Float32Array;
