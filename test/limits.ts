/**
 * Milliseconds after which a program that a test has started, or a condition that it waits for,
 * counts as hanging. What works does not take that long on a slow or busy machine.
 */
export const HANG_MS = 100_000;

/**
 * Milliseconds after which a program that a test has started waits for what it was given, where no
 * output shows it; on an idle machine half a second.
 */
export const START_MS = 5000;
