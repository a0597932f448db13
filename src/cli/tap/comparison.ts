import { type Comparison, compareSamples } from '../../audio/compare-samples.js';
import { samplesOfWav } from '../../audio/frame-samples.js';
import { readWav, type WavReader } from '../../audio/wav-reader.js';
import type { TextRow } from '../../report/text-rows.js';

/** Comparison of a finished file with its source. */
export interface FileComparison extends Comparison {
  readonly rateHz: number;
  readonly sourceRateHz: number;
  readonly channels: number;
  readonly sourceChannels: number;
}

/** Compares the file that a tap has written with its source. */
export function compareFiles(file: string, source: WavReader): FileComparison {
  const copy = readWav(file);
  try {
    return {
      ...compareSamples(samplesOfWav(copy), samplesOfWav(source)),
      rateHz: copy.rateHz,
      sourceRateHz: source.rateHz,
      channels: copy.channels,
      sourceChannels: source.channels,
    };
  } finally {
    copy.close();
  }
}

/** A comparison as members of a JSON object. */
export function comparisonDocument(comparison: FileComparison): object {
  const { alignment, firstDifference, ...values } = comparison;
  return {
    ...values,
    copyFrame: alignment?.copyFrame ?? null,
    sourceFrame: alignment?.sourceFrame ?? null,
    silentFrames: alignment?.silentFrames ?? null,
    channelOrder: alignment?.order ?? null,
    firstDifference: firstDifference ?? null,
  };
}

/** The verdict in one line. */
export function verdictText(comparison: FileComparison): string {
  const { verdict, comparedFrames, differentFrames, maxSteps, jumps, alignment } = comparison;
  switch (verdict) {
    case 'identical':
      return `bit for bit, ${comparedFrames} frames`;
    case 'swapped': {
      const order = alignment?.order.map((channel) => channel + 1).join(', ');
      return `identical, but the channels are those of the source in the order ${order}`;
    }
    case 'frames': {
      const missing = jumps.reduce((sum, jump) => sum + Math.max(0, jump.missingFrames), 0);
      const inserted = jumps.reduce((sum, jump) => sum + Math.max(0, -jump.missingFrames), 0);
      return `identical, but ${missing} frames are missing and ${inserted} inserted`;
    }
    case 'dither':
      return `differences of at most 1 step, in ${differentFrames} frames: dither or rounding`;
    case 'gain':
      return `${gainText(comparison)}, otherwise equal to within 2 steps`;
    case 'rate':
      return `resampled: from ${comparison.sourceRateHz} Hz to ${comparison.rateHz} Hz`;
    case 'channels':
      return `${comparison.channels} channels, the source has ${comparison.sourceChannels}`;
    case 'silent':
      return 'the stream is silent';
    case 'different':
      return alignment === undefined
        ? 'not found in the source'
        : `different in ${differentFrames} frames, by up to ${Math.round(maxSteps)} steps`;
  }
}

/** Position and first difference, below the verdict. */
export function comparisonRows(comparison: FileComparison): TextRow[] {
  const { alignment, firstDifference, jumps } = comparison;
  const rows: TextRow[] = [['compared', verdictText(comparison)]];
  if (alignment === undefined) return rows;
  const { copyFrame, sourceFrame, silentFrames } = alignment;
  rows.push(['position', `frame ${copyFrame}`, `is frame ${sourceFrame} of the source`]);
  if (silentFrames > 0) {
    const meaning = 'of the source or before the player began: both sound the same';
    rows.push(['silence', `${silentFrames} frames at first`, meaning]);
  }
  if (firstDifference !== undefined) {
    const { copyFrame: at, sourceFrame: from, channel, steps } = firstDifference;
    const place = `frame ${at}, channel ${channel + 1}`;
    rows.push(['differs', place, `source frame ${from}: by ${Number(steps.toFixed(2))} steps`]);
  }
  const [jump] = jumps;
  if (jump !== undefined) {
    const kind = jump.missingFrames > 0 ? 'missing' : 'inserted';
    const amount = `${Math.abs(jump.missingFrames)} frames ${kind} first`;
    rows.push(['jumps', `${jumps.length}`, `${amount} at frame ${jump.copyFrame}`]);
  }
  return rows;
}

function gainText({ gainDb, isInverted }: FileComparison): string {
  return `gain ${gainDb.toFixed(2)} dB${isInverted ? ', inverted' : ''}`;
}
