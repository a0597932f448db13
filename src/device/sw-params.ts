import type { NativePcm } from './binding.js';
import type { ConfigSpace } from './config-space.js';
import { chosenParams } from './negotiate.js';
import { type PcmParams, type PcmRequest, TstampType, tstampTypeName } from './params.js';

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
  const chosen = chosenParams(space);
  const { boundary } = pcm.swParamsCurrent();
  const stop = request.stopThreshold ?? chosen.bufferSize;
  const silences = request.direction === 'playback' && request.autoSilence === true;
  const sw = pcm.swParams({
    availMin: BigInt(request.availMin ?? chosen.periodSize),
    stopThreshold: stop === 'never' ? boundary : BigInt(stop),
    ...(silences ? { silenceThreshold: 0n, silenceSize: boundary } : {}),
    tstampEnable: true,
    tstampType: TstampType[request.tstampType ?? 'MONOTONIC'],
  });
  return {
    direction: request.direction,
    ...chosen,
    boundary: Number(boundary),
    availMin: Number(sw.availMin),
    startThreshold: Number(sw.startThreshold),
    stopThreshold: Number(sw.stopThreshold),
    tstampType: tstampTypeName(sw.tstampType),
    infoFlags,
  };
}
