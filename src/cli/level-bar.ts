import type { ChalkInstance } from 'chalk';

/** The left end of a bar; the right end is full scale. */
const FLOOR_DBFS = -60;
const HOT_DBFS = -6;
/** A cell that is filled from the left by one to eight eighths. */
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/** A peak as a bar of `cells` columns: green, yellow near full scale, red at it. */
export function levelBar(peakDbfs: number, cells: number, paint: ChalkInstance): string {
  const part = Math.min(1, Math.max(0, 1 - peakDbfs / FLOOR_DBFS));
  const eighths = Math.round(part * cells * 8);
  const rest = eighths % 8;
  const bar = EIGHTHS[7]!.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : EIGHTHS[rest - 1]);
  const colour = peakDbfs >= 0 ? paint.red : peakDbfs >= HOT_DBFS ? paint.yellow : paint.green;
  return `${paint.dim('[')}${colour(bar.padEnd(cells))}${paint.dim(']')}`;
}

/** A level in dBFS to a tenth; digital silence has none. */
export function dbText(dbfs: number): string {
  return Number.isFinite(dbfs) ? dbfs.toFixed(1) : '-inf';
}
