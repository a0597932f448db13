import { defineOptions } from '../options/spec.js';
import { byteCount, duration, path } from '../options/types.js';

/** The FILE argument that selects stdout. */
export const STDOUT = '-';
/** Large enough for the header and one frame of the widest stream. */
const MIN_SPLIT_BYTES = 16_384;

export const FILE_OPTIONS = defineOptions({
  splitTime: {
    group: 'Files',
    type: duration(0.01, 1e9),
    summary: 'start a new file after this time: FILE-0001, FILE-0002, ...',
  },
  splitSize: {
    group: 'Files',
    type: byteCount(MIN_SPLIT_BYTES),
    summary: 'start a new file before one exceeds this size; k, M, G, T are powers of 1024',
  },
  gaps: {
    group: 'Files',
    type: path({ stdout: false }),
    summary: 'write a report of every gap to FILE, as lines of JSON',
  },
  fillGaps: {
    group: 'Files',
    type: 'flag',
    summary: 'replace lost frames by silence, to keep the time in the file correct',
  },
});
