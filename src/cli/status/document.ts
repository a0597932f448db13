import { infoFlagNames } from '../../device/abi.js';
import type { PcmParams } from '../../device/params.js';
import { documentHead } from '../document-head.js';
import { ownerDocument } from '../foreign/document.js';
import type { WatchHistory } from './history.js';
import type { StatusView } from './view.js';

/** Columns of `status --tsv`: members of the document. */
export const STATUS_COLUMNS = [
  ...['date', 'device.name', 'direction', 'owner.pid', 'owner.command', 'state'],
  ...['hwPtr', 'applPtr', 'avail', 'fill', 'availMin', 'timestamp.sec', 'timestamp.nsec'],
  ...['timestamp.ageNs', 'paths.status.path', 'paths.control.path', 'params.format'],
  ...['params.channels', 'params.rateHz', 'params.periodSize', 'params.bufferSize'],
  ...['watched.minFill', 'watched.xruns', 'watched.restarts'],
];

/**
 * The document of schema `alsa-mmap.status/1`.
 * @param history course of the stream since `--watch` began
 */
export function statusDocument(
  { owner, params, isForeign: _, ...values }: StatusView,
  history?: WatchHistory,
): object {
  const { device, direction, ...rest } = values;
  return {
    ...documentHead('status'),
    device,
    direction,
    owner: ownerDocument(owner ?? undefined),
    ...rest,
    params: params && {
      ...params,
      boundary: frameText(params.boundary),
      stopThreshold: frameText(params.stopThreshold),
    },
    watched: history ? watchedDocument(history) : null,
  };
}

function watchedDocument({ minFill, counter }: WatchHistory): object {
  const { xruns, restarts, timerRefusal } = counter;
  return { minFill: minFill ?? null, xruns, restarts, timerRefusal };
}

/** The negotiated parameters, as every document shows them. */
export function paramsDocument(params: PcmParams): object {
  const { format, infoFlags, boundary, stopThreshold, ...plain } = params;
  return {
    ...plain,
    format: format.name,
    boundary: frameText(boundary),
    stopThreshold: frameText(stopThreshold),
    info: infoFlagNames(infoFlags),
  };
}

/** Text: usually far above 2^53, where JSON readers would round. */
function frameText(frames: number): string {
  return String(BigInt(frames));
}
