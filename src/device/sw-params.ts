import type { NativePcm } from './binding.js';
import type { ConfigSpace } from './config-space.js';
import { formatByKernelNumber } from './format.js';
import {
  accessName,
  type PcmParams,
  type PcmRequest,
  TstampType,
  tstampTypeName,
} from './params.js';

/**
 * Sets the software parameters (timestamps among them) and returns all negotiated parameters.
 * @param space installed configuration, from which the hardware parameters are read
 * @param infoFlags flags from HW_REFINE
 */
export function applySwParams(
  pcm: NativePcm,
  space: ConfigSpace,
  request: PcmRequest,
  infoFlags: number,
): PcmParams {
  const bufferSize = space.get('bufferSize');
  const periodSize = space.get('periodSize');
  const { boundary } = pcm.swParamsCurrent();
  const stop = request.stopThreshold ?? bufferSize;
  const sw = pcm.swParams({
    availMin: BigInt(request.availMin ?? periodSize),
    stopThreshold: stop === 'never' ? boundary : BigInt(stop),
    ...(wantsAutoSilence(request) ? { silenceThreshold: 0n, silenceSize: boundary } : {}),
    tstampEnable: true,
    tstampType: TstampType[request.tstampType ?? 'MONOTONIC'],
  });
  return {
    direction: request.direction,
    access: accessName(space.get('access')),
    format: formatByKernelNumber(space.get('format'))!,
    channels: space.get('channels'),
    rateHz: space.get('rate'),
    periodSize,
    bufferSize,
    periodWakeup: space.get('periodWakeup') === 1,
    boundary: Number(boundary),
    availMin: Number(sw.availMin),
    startThreshold: Number(sw.startThreshold),
    stopThreshold: Number(sw.stopThreshold),
    tstampType: tstampTypeName(sw.tstampType),
    infoFlags,
  };
}

function wantsAutoSilence({ direction, autoSilence = false }: PcmRequest): boolean {
  return direction === 'playback' && autoSilence;
}
