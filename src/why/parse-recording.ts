import { latestText } from './latest-text.js';
import { parseTrace, type Trace } from './parse-trace.js';

/** Rings before an xrun that its account needs: the last one, and the periods before it. */
const RINGS = 3;
/** Wake-ups of many owners, and switches of a CPU that does little. */
const MIN_SECONDS = 2;
/** Ring of the xrun that ended the recording. */
const XRUN = /\(__snd_pcm_xrun\+.* rate=(\d+) (?:.* )?buf=(\d+)/;

/**
 * Parses what the account of a recording's xrun needs. A recording may have minutes.
 * @throws UNSUPPORTED if it has no event
 */
export function parseRecording(text: string): Trace {
  const [, rateHz = 1, bufferSize = 0] =
    XRUN.exec(text.slice(text.lastIndexOf('(__snd_pcm_xrun+')))?.map(Number) ?? [];
  return parseTrace(latestText(text, Math.max((RINGS * bufferSize) / rateHz, MIN_SECONDS)));
}
