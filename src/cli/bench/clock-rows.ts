import type { PcmParams } from '../../device/params.js';
import type { ClockResult } from '../../measure/clock/statistic.js';
import type { Row } from '../text/rows.js';
import { formatDuration } from '../text/timestamp.js';

/** The true rate, for people. */
export function clockRows(result: ClockResult, { tstampType, rateHz }: PcmParams): Row[] {
  const { windows, residualFrames, residualNs, rateHzInterval, ppmInterval, lostRounds } = result;
  const drift = windows.map(({ ppm }) => ppm);
  const seconds = windows.length === 0 ? 0 : windows[0]!.toSeconds - windows[0]!.fromSeconds;
  return [
    ['rate', `${result.rateHz.toFixed(4)} Hz`, `${signed(result.ppm)} ppm of ${rateHz} Hz`],
    [
      '95 %',
      `${rateHzInterval.low.toFixed(4)} to ${rateHzInterval.high.toFixed(4)} Hz`,
      `${signed(ppmInterval.low)} to ${signed(ppmInterval.high)} ppm`,
    ],
    [
      'residual',
      `${residualFrames.deviation.toFixed(3)} frames`,
      `${formatDuration(residualNs.deviation)}; at most ${formatDuration(Math.abs(residualNs.largest))}`,
    ],
    ...(drift.length < 2
      ? []
      : ([
          [
            'drift',
            `${signed(Math.min(...drift))} to ${signed(Math.max(...drift))} ppm`,
            `over ${drift.length} windows of ${seconds.toFixed(2)} s`,
          ],
        ] as const)),
    [
      'updates',
      String(result.samples),
      `${result.outliers} left out as wild; timestamps of ${tstampType}`,
      ...(lostRounds === 0 ? [] : [`${lostRounds} rounds of the ring, unseen, put back`]),
    ],
    ...otherRows(result),
  ];
}

function otherRows({ other }: ClockResult): Row[] {
  if (other === undefined) return [];
  const { direction, rateHz, differencePpm, differenceInterval: between } = other;
  const oneClock = between.low <= 0 && between.high >= 0;
  return [
    [direction, `${rateHz.toFixed(4)} Hz`, `${signed(other.ppm)} ppm, at the same time`],
    [
      'difference',
      `${signed(differencePpm)} ppm`,
      `${signed(between.low)} to ${signed(between.high)}: ${oneClock ? 'it may be one clock' : 'two clocks'}`,
    ],
  ];
}

function signed(ppm: number): string {
  return `${ppm < 0 ? '-' : '+'}${Math.abs(ppm).toFixed(2)}`;
}
