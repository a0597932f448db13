import type { AccessName } from '../../device/params.js';
import type { ThroughputResult } from '../../measure/throughput/statistic.js';
import { histogramPlots, type Plot } from '../../report/plot.js';
import { defineOptions } from '../options/spec.js';
import { number } from '../options/types.js';
import { defineExperiment, type ExperimentRun } from './experiment.js';
import { minLimit } from './limits.js';
import { mutedList, rawColumn, tableColumns } from './sections.js';

const THROUGHPUT_COLUMNS = tableColumns('', 'frames', 'ring MB/s', 'min', 'memory', 'ratio');
const COPY_METHODS = { copy: 'word by word', set: 'TypedArray.set' } as const;

export const throughput = defineExperiment({
  name: 'throughput',
  options: defineOptions({
    minRatio: {
      group: 'Experiment: throughput',
      type: number(0, 100, 'RATIO'),
      summary: 'exit with 7 if ring speed / memory speed is lower, for the copy that streams use',
    },
  }),
  // Streams write for playback and read for capture, word by word.
  limits: ({ measured, opened }, { minRatio }) => {
    const { direction, access } = opened.params;
    const move = direction === 'playback' ? 'write' : 'read';
    const ratios = measured.result.cases
      .filter((one) => one.access === access && one.move === move && one.way === 'copy')
      .map(({ ratio }) => ratio);
    const ratio = Math.min(...ratios);
    const subject = `ring ${move} speed ${ratio.toFixed(2)} times that of memory`;
    return minLimit('min-ratio', minRatio, ratio, subject);
  },
  sections: ({ measured: { result } }) => [
    { kind: 'table', columns: THROUGHPUT_COLUMNS, rows: throughputRows(result) },
    mutedList(result.refused.map(({ access, reason }) => `${formatAccess(access)}: ${reason}`)),
  ],
  plots: throughputPlots,
});

function throughputRows({ cases }: ThroughputResult): string[][] {
  return cases.map(({ access, move, way, blockFrames, ring, memory, ratio }) => [
    `${move}, ${formatAccess(access)}, ${COPY_METHODS[way]}`,
    String(blockFrames),
    ring.p50.toFixed(0),
    ring.min.toFixed(0),
    memory.p50.toFixed(0),
    ratio.toFixed(2),
  ]);
}

function formatAccess(access: AccessName): string {
  return access.replace('MMAP_', '').replace('NON', 'non-').toLowerCase();
}

/** Ring and memory speed of the largest block, with the first access and the streams' copy. */
function throughputPlots(run: ExperimentRun<'throughput'>): Plot[] {
  const { cases } = run.measured.result;
  const first = cases[0]!;
  const { access, move, way, blockFrames } = cases.findLast(
    (each) => each.access === first.access && each.move === first.move && each.way === 'copy',
  )!;
  return ['ring', 'memory'].flatMap((target) =>
    histogramPlots(
      `${move}, ${COPY_METHODS[way]}, blocks of ${blockFrames} frames: ${target}`,
      rawColumn(run, `${access} ${move} ${way} ${blockFrames} ${target}`),
      'MB/s',
      'speed',
    ),
  );
}
