/**
 * What an xrun does to a stream: it is brought back; or ended; or it is never stopped for one (the
 * device is opened with `stopThreshold: 'never'`), and what the hardware passed is told.
 */
export const ON_XRUN = ['recover', 'stop', 'free-run'] as const;
export type OnXrun = (typeof ON_XRUN)[number];
