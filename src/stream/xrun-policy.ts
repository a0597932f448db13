/**
 * What an xrun does to a stream: it is brought back; or ended; or it is never stopped for one (the
 * device is opened with `stopThreshold: 'never'`), and what the hardware passed is told.
 */
export const XRUN_POLICIES = ['recover', 'stop', 'free-run'] as const;
export type XrunPolicy = (typeof XRUN_POLICIES)[number];
