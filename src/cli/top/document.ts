import { documentHead } from '../document-head.js';
import type { TopStream } from './stream.js';

/** The document of schema `alsa-mmap.top/1`: all streams at one time. */
export function topDocument(streams: readonly TopStream[]): object {
  return { ...documentHead('top'), streams };
}
