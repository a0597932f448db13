import { writeFileSync } from 'node:fs';

/**
 * Suspends all devices of the machine and wakes them, by the kernel's own test of a suspend
 * (Documentation/power/basic-pm-debugging.rst): about 5 s, without sleep of the machine.
 * @returns the reason if it failed; devices may have been suspended all the same
 */
export function suspendDevices(): string | undefined {
  try {
    writeFileSync('/sys/power/pm_test', 'devices');
    try {
      writeFileSync('/sys/power/state', 'freeze');
    } finally {
      writeFileSync('/sys/power/pm_test', 'none');
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
