import type { ChalkInstance } from 'chalk';

/** The left end of a bar; the right end is full scale. */
const FLOOR_DBFS = -60;
const NEAR_FULL_SCALE_DBFS = -6;
const FULL = '█';
/** A cell that is filled from the left by one to seven eighths. */
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const PEAK = '│';

/**
 * A level as a bar of `cells` columns: filled up to its RMS, with a line where its peak is; green,
 * yellow if the peak is near full scale, red if it reaches it.
 */
export function levelBar(
  peakDbfs: number,
  rmsDbfs: number,
  cells: number,
  paint: ChalkInstance,
): string {
  const eighths = Math.round(barFraction(rmsDbfs) * cells * 8);
  const rest = eighths % 8;
  const fill = FULL.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : EIGHTHS[rest - 1]);
  const peakCell = Math.ceil(barFraction(peakDbfs) * cells) - 1;
  const bar = peakCell < fill.length ? fill : `${fill.padEnd(peakCell)}${PEAK}`;
  const colour =
    peakDbfs >= 0 ? paint.red : peakDbfs >= NEAR_FULL_SCALE_DBFS ? paint.yellow : paint.green;
  return `${paint.dim('[')}${colour(bar.padEnd(cells))}${paint.dim(']')}`;
}

/** From 0 at the left end to 1 at full scale. */
function barFraction(dbfs: number): number {
  return Math.min(1, Math.max(0, 1 - dbfs / FLOOR_DBFS));
}

/** A level in dBFS to a tenth; digital silence has none. */
export function formatDbfs(dbfs: number): string {
  return Number.isFinite(dbfs) ? dbfs.toFixed(1) : '-inf';
}
