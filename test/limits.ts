/**
 * Milliseconds after which a program that a test has started, or a condition that it waits for,
 * counts as hanging. What works does not take that long on a slow or busy machine.
 */
export const HANG_MS = 100_000;
