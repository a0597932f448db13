import { AlsaMmapError } from '../../device/errors.js';
import type { PcmParams } from '../../device/params.js';
import type { SyncptrRecord } from './call.js';

/** Values that a call is to write. */
interface Writes {
  readonly applPtr: number | undefined;
  readonly availMin: number | undefined;
}

/** @throws USAGE for a value that the kernel accepts although it harms the stream */
export function refuseDangerous(
  params: PcmParams,
  { hwPtr }: SyncptrRecord,
  { applPtr, availMin }: Writes,
): void {
  const problem = applPtrProblem(params, hwPtr, applPtr) ?? availMinProblem(params, availMin);
  if (problem === undefined) return;
  throw new AlsaMmapError('USAGE', `${problem}; --force writes it all the same`);
}

/** The kernel compares appl_ptr with the boundary only. */
function applPtrProblem(
  { direction, bufferSize }: PcmParams,
  hwPtr: number,
  applPtr: number | undefined,
): string | undefined {
  if (applPtr === undefined) return undefined;
  const first = direction === 'playback' ? hwPtr : Math.max(0, hwPtr - bufferSize);
  const last = direction === 'playback' ? hwPtr + bufferSize : hwPtr;
  if (applPtr >= first && applPtr <= last) return undefined;
  const range = `outside of the ring, which is ${first} to ${last}`;
  return `--appl-ptr ${applPtr} is ${range}: the next pointer update would stop the stream (XRUN)`;
}

function availMinProblem(
  { bufferSize }: PcmParams,
  availMin: number | undefined,
): string | undefined {
  if (availMin === 0) return '--avail-min 0: poll(2) would return at once, in a busy loop';
  if (availMin === undefined || availMin <= bufferSize) return undefined;
  const problem = `--avail-min ${availMin} exceeds the buffer of ${bufferSize} frames`;
  return `${problem}: poll(2) would wait for an xrun`;
}
