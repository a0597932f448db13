import { printable } from '../text/printable.js';
import { writeError } from '../text/terminal-output.js';

/** Reports that other programs will not have the causes of this one's xruns. */
export function warnUnpublished(reason: string): void {
  writeError(`alsa-mmap: top and exporter will not show the causes: ${printable(reason)}\n`);
}
