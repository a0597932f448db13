import { AlsaMmapError } from './errors.js';
import { kernelRefusal } from './kernel-refusal.js';

/** Runs a call of the addon; what it was refused with becomes our error. */
export function nativeCall<T>(device: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof AlsaMmapError || code === undefined || syscall === undefined) throw error;
    throw kernelRefusal(device, syscall, code, error);
  }
}
