import type { MonitoredStream } from '../../observe/stream-monitor.js';
import { documentHead } from '../document-head.js';
import { openStreamDocument } from '../foreign/document.js';

/** The document of schema `alsa-mmap.top/1`: all streams at one time. */
export function topDocument(streams: readonly MonitoredStream[]): object {
  return {
    ...documentHead('top'),
    streams: streams.map(({ snapshot, minFill, xruns, restarts }) => ({
      ...openStreamDocument(snapshot.stream),
      direction: snapshot.stream.direction,
      state: snapshot.state,
      hwPtr: snapshot.hwPtr,
      applPtr: snapshot.applPtr,
      avail: snapshot.avail,
      fill: snapshot.fill,
      minFill,
      xruns,
      restarts,
      path: snapshot.paths.status.path,
    })),
  };
}
