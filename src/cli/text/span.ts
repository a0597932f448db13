import type { SizeOrTime } from '../../device/params.js';

const NS: Record<string, number> = { s: 1e9, ms: 1e6, us: 1e3 };

/** Reads `1024` (frames), `10ms`, `500us` or `0.5s`; undefined for anything else and for nothing. */
export function parseSpan(text: string): SizeOrTime | undefined {
  const match = /^(\d+(?:\.\d+)?)(s|ms|us)?$/.exec(text);
  if (match === null) return undefined;
  const count = Number(match[1]);
  const unit = match[2];
  if (count <= 0) return undefined;
  if (unit !== undefined) return { ns: count * NS[unit]! };
  return Number.isInteger(count) && count <= 2 ** 31 ? { frames: count } : undefined;
}
