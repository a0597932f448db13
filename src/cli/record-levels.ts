import type { ChalkInstance } from 'chalk';
import type { SampleCodec, SampleView } from '../audio/codec.js';
import { LevelMeter } from '../audio/levels.js';
import { dbText, levelBar } from './level-bar.js';
import type { Row } from './rows.js';
import type { Remark, Summary } from './stream-side.js';

/** Channels that a line of text has room for. */
const SHOWN_CHANNELS = 8;
const WIDEST_BAR = 16;
const NARROWEST_BAR = 4;
/** Of ` -12.0 `, beside a bar and its brackets. */
const NUMBER_WIDTH = 6;

/** The levels of a recording, channel by channel: since they were shown last, and in all. */
export class RecordLevels {
  readonly #recent: LevelMeter;
  readonly #total: LevelMeter;

  constructor(channels: number) {
    this.#recent = new LevelMeter(channels);
    this.#total = new LevelMeter(channels);
  }

  add(view: SampleView, codec: SampleCodec, frames: number): void {
    this.#recent.addInterleaved(view, codec, 0, frames);
    this.#total.addInterleaved(view, codec, 0, frames);
  }

  /** What came in since the last remark. */
  remark(): Remark {
    const peaks = this.#recent.levels().map(({ peakDbfs }) => peakDbfs);
    this.#recent.reset();
    return {
      figures: { peakDbfs: peaks.map(hundredths) },
      text: `peak ${listed(peaks.map(dbText))} dBFS`,
      drawn: (columns, paint) => bars(peaks, columns, paint),
    };
  }

  summary(): Summary {
    const levels = this.#total.levels();
    const clips = levels.map((level) => level.clips);
    const clipped: Row = [
      'clipped',
      `${listed(clips.map(String))} samples`,
      'at either end of the range',
    ];
    const rows: Row[] = [
      ['peak', `${listed(levels.map(({ peakDbfs }) => dbText(peakDbfs)))} dBFS`],
    ];
    return {
      // JSON has no number for the level of silence: null.
      figures: { peakDbfs: levels.map(({ peakDbfs }) => hundredths(peakDbfs)), clips },
      rows: clips.some((count) => count > 0) ? [...rows, clipped] : rows,
    };
  }
}

/** A bar and a figure a channel; only figures where bars find no room, as many as do. */
function bars(peaks: readonly number[], columns: number, paint: ChalkInstance): string {
  const each = Math.floor(columns / peaks.length);
  const cells = Math.min(WIDEST_BAR, each - NUMBER_WIDTH - '[] '.length);
  const figures = peaks.map((peak) => dbText(peak).padStart(NUMBER_WIDTH - 1));
  if (cells >= NARROWEST_BAR) {
    return peaks.map((peak, i) => `${levelBar(peak, cells, paint)}${figures[i]}`).join('  ');
  }
  return figures.slice(0, Math.max(1, Math.floor(columns / NUMBER_WIDTH))).join(' ');
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN_CHANNELS).join(' ');
  return values.length > SHOWN_CHANNELS ? `${shown} ...` : shown;
}

function hundredths(value: number): number {
  return Number(value.toFixed(2));
}
