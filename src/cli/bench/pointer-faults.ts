import type { PointerFault } from '../../measure/pointer/faults.js';
import type { Row } from '../../report/report.js';
import { formatDuration } from '../text/timestamp.js';
import { limitRows, row, warning } from './sections.js';

const MAX_LISTED_FAULTS = 20;

/** Rows for the faults of hw_ptr: size, cause and position of each. */
export function faultRows(
  faults: readonly PointerFault[],
  rateHz: number,
  bufferSize: number,
): readonly Row[] {
  if (faults.length === 0) return [row('faults', 'none')];
  const rows = faults.map((fault, index) => {
    const position = `at frame ${fault.atFrame}, after ${formatDuration(fault.atNs)}`;
    return row(
      index === 0 ? 'faults' : '',
      warning(formatFault(fault, rateHz)),
      `${position}${possibleBackwardStep(fault, bufferSize)}`,
    );
  });
  return limitRows(rows, MAX_LISTED_FAULTS);
}

/** The kernel takes a position below the last one as a wrap, so that it appears as a long jump. */
function possibleBackwardStep({ what, frames }: PointerFault, bufferSize: number): string {
  const back = bufferSize - frames;
  const isLikely = what === 'jump' && back > 0 && back < bufferSize / 2;
  return isLikely ? `; possibly a backward step of ${back} frames by the driver` : '';
}

function formatFault({ what, frames, durationNs, resumes }: PointerFault, rateHz: number): string {
  const length = `${frames} frames (${formatDuration((frames * 1e9) / rateHz)})`;
  switch (what) {
    case 'backward':
      return `backward by ${length}`;
    case 'jump':
      return `ahead of time by ${length}`;
    case 'slip':
      return `behind time by ${length}`;
    case 'stuck':
      return `no movement for ${formatDuration(durationNs)}${resumes ? '' : ', until the end'}`;
  }
}
