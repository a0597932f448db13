/** Settings of both programs. */
export const INTERVAL_US = 10_000;
export const PRIORITY = 80;
export const PROCESSOR = 1;
