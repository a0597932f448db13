import type { ChalkInstance } from 'chalk';
import { type ChannelLevels, LevelMeter } from '../../audio/level-meter.js';
import type { SampleCodec, SampleView } from '../../audio/sample-codec.js';
import { blocks } from '../../report/text-histogram.js';
import type { TextRow } from '../../report/text-rows.js';
import type { ProgressDetail, StreamSummary } from './stream-client.js';

/** Channels that fit in a line of text. */
const MAX_LISTED_CHANNELS = 8;
const MAX_BAR_CELLS = 16;
const MIN_BAR_CELLS = 4;
/** Width of ` -12.0`. */
const NUMBER_WIDTH = 6;
/** Between channels. */
const GAP = '  ';
/** The left end of a bar; the right end is full scale. */
const FLOOR_DBFS = -60;
const NEAR_FULL_SCALE_DBFS = -6;
const PEAK = '│';

/** Levels of a recording per channel, since the last progress report and in total. */
export class RecordLevels {
  readonly #recent: LevelMeter;
  readonly #total: LevelMeter;

  constructor(channels: number) {
    this.#recent = new LevelMeter(channels);
    this.#total = new LevelMeter(channels);
  }

  add(view: SampleView, codec: SampleCodec, startFrame: number, frames: number): void {
    this.#recent.addInterleaved(view, codec, startFrame, frames);
  }

  /** Levels since the last call. */
  progressDetail(): ProgressDetail {
    const levels = this.#recent.levels();
    this.#mergeRecent();
    return {
      fields: levelsDocument(levels),
      text: `peak ${listLevels(levels, 'peakDbfs')}  rms ${listLevels(levels, 'rmsDbfs')} dBFS`,
      render: (columns, paint) => renderBars(levels, columns, paint),
    };
  }

  summary(): StreamSummary {
    this.#mergeRecent();
    const levels = this.#total.levels();
    const rows: TextRow[] = [
      ['peak', `${listLevels(levels, 'peakDbfs')} dBFS`],
      ['rms', `${listLevels(levels, 'rmsDbfs')} dBFS`],
      ['dc', joinLimited(levels.map(({ dc }) => dcText(dc))), 'of full scale'],
    ];
    const clipped: TextRow = [
      'clipped',
      `${joinLimited(levels.map(({ clips }) => String(clips)))} samples`,
      'at either end of the range',
    ];
    return {
      fields: levelsDocument(levels),
      rows: levels.some(({ clips }) => clips > 0) ? [...rows, clipped] : rows,
    };
  }

  #mergeRecent(): void {
    this.#total.merge(this.#recent);
    this.#recent.reset();
  }
}

/** The level of silence, -Infinity, becomes null in JSON. */
function levelsDocument(levels: readonly ChannelLevels[]): object {
  return {
    peakDbfs: levels.map(({ peakDbfs }) => roundToHundredths(peakDbfs)),
    rmsDbfs: levels.map(({ rmsDbfs }) => roundToHundredths(rmsDbfs)),
    dc: levels.map(({ dc }) => Number(dc.toPrecision(6))),
    clippedSamples: levels.map(({ clips }) => clips),
  };
}

function listLevels(levels: readonly ChannelLevels[], which: 'peakDbfs' | 'rmsDbfs'): string {
  return joinLimited(levels.map((level) => formatDbfs(level[which])));
}

/** A bar and two numbers per channel; only numbers if the bars do not fit. */
function renderBars(
  levels: readonly ChannelLevels[],
  columns: number,
  paint: ChalkInstance,
): string {
  const each = Math.floor((columns + GAP.length) / levels.length) - GAP.length;
  const cells = Math.min(MAX_BAR_CELLS, each - 2 * NUMBER_WIDTH - '[]'.length);
  if (cells >= MIN_BAR_CELLS) {
    return levels
      .map(({ peakDbfs, rmsDbfs }) => {
        const bar = levelBar(peakDbfs, rmsDbfs, cells, paint);
        return `${bar}${padDbfs(peakDbfs)}${padDbfs(rmsDbfs)}`;
      })
      .join(GAP);
  }
  return levels
    .slice(0, Math.max(1, Math.floor((columns + 1) / NUMBER_WIDTH)))
    .map(({ peakDbfs }) => padDbfs(peakDbfs).slice(1))
    .join(' ');
}

/**
 * A level as a bar of `cells` columns: filled up to its RMS, with a line where its peak is; green,
 * yellow if the peak is near full scale, red if it reaches it.
 */
function levelBar(peakDbfs: number, rmsDbfs: number, cells: number, paint: ChalkInstance): string {
  const fill = blocks(Math.round(barFraction(rmsDbfs) * cells * 8));
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
function formatDbfs(dbfs: number): string {
  return Number.isFinite(dbfs) ? dbfs.toFixed(1) : '-inf';
}

function padDbfs(dbfs: number): string {
  return formatDbfs(dbfs).padStart(NUMBER_WIDTH);
}

/** Five decimals; -0 is printed without its sign. */
function dcText(dc: number): string {
  return (Number(dc.toFixed(5)) + 0).toFixed(5);
}

function joinLimited(values: readonly string[]): string {
  const shown = values.slice(0, MAX_LISTED_CHANNELS).join(' ');
  return values.length > MAX_LISTED_CHANNELS ? `${shown} ...` : shown;
}

function roundToHundredths(value: number): number {
  return Number(value.toFixed(2));
}
