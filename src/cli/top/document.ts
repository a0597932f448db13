import { documentHead } from '../document-head.js';
import { tsvRow } from '../text/tsv.js';
import type { TopStream } from './stream.js';

/** Columns of `top --tsv`: the time, then members of the streams. */
export const TOP_COLUMNS = [
  ...['date', 'name', 'direction', 'state', 'owner.pid', 'owner.command', 'params.format'],
  ...['params.channels', 'params.rateHz', 'params.periodSize', 'params.bufferSize'],
  ...['hwPtr', 'applPtr', 'avail', 'fill', 'minFill', 'xruns', 'restarts', 'path'],
  ...['scheduling.policy', 'scheduling.priority', 'scheduling.runDelayNs'],
  ...['lastCause.kind', 'lastCause.description'],
];

/** The document of schema `alsa-mmap.top/1`: all streams at one time. */
export function topDocument(streams: readonly TopStream[]): object {
  return { ...documentHead('top'), streams };
}

/** A line of `TOP_COLUMNS` for each stream. */
export function topRows(streams: readonly TopStream[]): string[] {
  const date = new Date().toISOString();
  return streams.map((stream) => tsvRow(TOP_COLUMNS, { date, ...stream }));
}
