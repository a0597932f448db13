import type { ThroughputResult } from '../../measure/throughput/statistic.js';
import { alignRight } from '../text/align-right.js';
import { printable } from '../text/printable.js';
import { formatTable } from '../text/table.js';
import type { Finding } from './run.js';
import { valueHistogram } from './value-histogram.js';
import type { ExperimentView } from './views.js';

const HEAD = ['', 'frames', 'ring, MB/s', 'least', 'memory', 'ratio'];
const WAYS = { copy: 'word by word', set: 'TypedArray.set' } as const;

export const throughputView: ExperimentView<'throughput'> = {
  text: ({ measured }, paint) => {
    const [head, ...rows] = alignRight([HEAD, ...cells(measured.result)], [0]);
    const table = formatTable(
      head!.map((text) => paint.dim(text)),
      rows,
    );
    return [table, ...refusals(measured.result).map((line) => paint.dim(`  ${line}`))].join('\n');
  },
  table: ({ measured }) => ({ head: HEAD, rows: cells(measured.result) }),
  notes: ({ measured }) => refusals(measured.result),
  plots: (finding) => plots(finding),
};

function cells({ cases }: ThroughputResult): string[][] {
  return cases.map(({ access, move, way, blockFrames, ring, memory, ratio }) => [
    `${move}, ${accessText(access)}, ${WAYS[way]}`,
    String(blockFrames),
    ring.p50.toFixed(0),
    ring.least.toFixed(0),
    memory.p50.toFixed(0),
    ratio.toFixed(2),
  ]);
}

function accessText(access: string): string {
  return access.replace('MMAP_', '').replace('NON', 'non-').toLowerCase();
}

function refusals({ refused }: ThroughputResult): string[] {
  return refused.map(({ access, reason }) => `${accessText(access)}: ${printable(reason)}`);
}

/** Of the first access, as streams use it, the largest block: the ring, and memory. */
function plots({ measured: { result, raw } }: Finding<'throughput'>) {
  const [first] = result.cases;
  const used = result.cases.filter(
    ({ access, move, way }) => access === first!.access && move === first!.move && way === 'copy',
  );
  const { access, move, way, blockFrames } = used.at(-1)!;
  const name = `${access} ${move} ${way} ${blockFrames}`;
  return ['ring', 'memory'].flatMap((where) =>
    valueHistogram(
      `${move}, ${WAYS[way]}, ${blockFrames} frames at a time: ${where}`,
      raw[`${name} ${where}`]!,
      'MB/s',
      'speed',
    ),
  );
}
