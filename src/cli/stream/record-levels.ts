import type { ChalkInstance } from 'chalk';
import type { SampleCodec, SampleView } from '../../audio/codec.js';
import { type ChannelLevels, LevelMeter } from '../../audio/levels.js';
import type { Row } from '../text/rows.js';
import { dbText, levelBar } from './level-bar.js';
import type { Remark, Summary } from './side.js';

/** Channels that a line of text has room for. */
const SHOWN_CHANNELS = 8;
const WIDEST_BAR = 16;
const NARROWEST_BAR = 4;
/** Of ` -12.0`. */
const NUMBER_WIDTH = 6;
/** Between channels. */
const GAP = '  ';

/** The levels of a recording, channel by channel: since they were shown last, and in all. */
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

  /** What came in since the last remark. */
  remark(): Remark {
    const levels = this.#recent.levels();
    this.#settle();
    return {
      figures: figuresOf(levels),
      text: `peak ${decibels(levels, 'peakDbfs')}  rms ${decibels(levels, 'rmsDbfs')} dBFS`,
      drawn: (columns, paint) => bars(levels, columns, paint),
    };
  }

  summary(): Summary {
    this.#settle();
    const levels = this.#total.levels();
    const rows: Row[] = [
      ['peak', `${decibels(levels, 'peakDbfs')} dBFS`],
      ['rms', `${decibels(levels, 'rmsDbfs')} dBFS`],
      ['dc', listed(levels.map(({ dc }) => dcText(dc))), 'of full scale'],
    ];
    const clipped: Row = [
      'clipped',
      `${listed(levels.map(({ clips }) => String(clips)))} samples`,
      'at either end of the range',
    ];
    return {
      figures: figuresOf(levels),
      rows: levels.some(({ clips }) => clips > 0) ? [...rows, clipped] : rows,
    };
  }

  #settle(): void {
    this.#total.addMeter(this.#recent);
    this.#recent.reset();
  }
}

/** JSON has no number for the level of silence: null. */
function figuresOf(levels: readonly ChannelLevels[]): object {
  return {
    peakDbfs: levels.map(({ peakDbfs }) => hundredths(peakDbfs)),
    rmsDbfs: levels.map(({ rmsDbfs }) => hundredths(rmsDbfs)),
    dc: levels.map(({ dc }) => Number(dc.toPrecision(6))),
    clips: levels.map(({ clips }) => clips),
  };
}

function decibels(levels: readonly ChannelLevels[], which: 'peakDbfs' | 'rmsDbfs'): string {
  return listed(levels.map((level) => dbText(level[which])));
}

/** A bar and two figures a channel; only figures where bars find no room, as many as do. */
function bars(levels: readonly ChannelLevels[], columns: number, paint: ChalkInstance): string {
  const each = Math.floor((columns + GAP.length) / levels.length) - GAP.length;
  const cells = Math.min(WIDEST_BAR, each - 2 * NUMBER_WIDTH - '[]'.length);
  if (cells >= NARROWEST_BAR) {
    return levels
      .map(({ peakDbfs, rmsDbfs }) => {
        const bar = levelBar(peakDbfs, rmsDbfs, cells, paint);
        return `${bar}${figure(peakDbfs)}${figure(rmsDbfs)}`;
      })
      .join(GAP);
  }
  return levels
    .slice(0, Math.max(1, Math.floor((columns + 1) / NUMBER_WIDTH)))
    .map(({ peakDbfs }) => figure(peakDbfs).slice(1))
    .join(' ');
}

function figure(dbfs: number): string {
  return dbText(dbfs).padStart(NUMBER_WIDTH);
}

/** Without a sign for what is rounded to nothing. */
function dcText(dc: number): string {
  return (Number(dc.toFixed(5)) + 0).toFixed(5);
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN_CHANNELS).join(' ');
  return values.length > SHOWN_CHANNELS ? `${shown} ...` : shown;
}

function hundredths(value: number): number {
  return Number(value.toFixed(2));
}
