import { fstatSync } from 'node:fs';

/** Device number of /dev/null, a character device that is no terminal. */
const NULL_DEVICE = 0x103;

/**
 * Returns false if a descriptor is certainly no terminal, without creating Node's stream for it:
 * that takes several milliseconds.
 */
export function mayBeTerminal(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor);
    return stat.isCharacterDevice() && stat.rdev !== NULL_DEVICE;
  } catch {
    return true;
  }
}

/** Columns of stdout; undefined if it is no terminal, or one of unknown width. */
export function terminalColumns(): number | undefined {
  return mayBeTerminal(1) ? process.stdout.columns || undefined : undefined;
}
