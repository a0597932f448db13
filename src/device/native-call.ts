import { AlsaMmapError } from './errors.js';
import { kernelError } from './kernel-error.js';

/** Runs a call of the addon and converts its error. */
export function callNative<T>(device: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof AlsaMmapError || code === undefined || syscall === undefined) throw error;
    throw kernelError(device, syscall, code, error);
  }
}
