import { PAGE_READ } from '../../measure/overhead/cases.js';
import type { OverheadResult } from '../../measure/overhead/runner.js';
import { histogramPlots } from '../../report/plot.js';
import { defineOptions } from '../options/spec.js';
import { formatTime } from '../options/time-syntax.js';
import { defineExperiment } from './experiment.js';
import { durationNs, maxLimit } from './limits.js';
import { groupByReason, mutedList, tableColumns } from './sections.js';

const COST_COLUMNS = tableColumns('', 'min ns', 'median', 'p99', 'max', 'page reads', 'calls');

/** The ioctl and the alsa-lib call that most programs use, and the read of the mapped page. */
const PLOTTED_CASES = [PAGE_READ, 'SYNC_PTR HWSYNC', 'snd_pcm_avail'];

export const overhead = defineExperiment({
  name: 'overhead',
  options: defineOptions({
    maxRead: {
      group: 'Experiment: overhead',
      type: durationNs(1e-9, 1),
      summary: 'exit with 7 if the median cost of an hw_ptr read is higher',
    },
  }),
  limits: ({ measured: { result } }, { maxRead }) => {
    const ns = result.costs.find(({ name }) => name === PAGE_READ)?.ns?.p50 ?? Number.NaN;
    const subject = `median cost of an hw_ptr read ${ns.toFixed(1)} ns`;
    return maxLimit('max-read', maxRead, ns, subject, formatTime);
  },
  sections: ({ measured: { result } }) => [
    { kind: 'table', columns: COST_COLUMNS, rows: costRows(result) },
    mutedList(unavailableNotes(result)),
  ],
  plots: ({ measured: { raw } }) =>
    PLOTTED_CASES.flatMap((name) =>
      histogramPlots(`${name}, ns per call`, raw[name] ?? [], 'ns', 'time per call'),
    ),
});

function costRows({ costs }: OverheadResult): string[][] {
  return costs.flatMap(({ name, ns, pageReads, batch }) => {
    if (ns === undefined) return [];
    const figures = [ns.min, ns.p50, ns.p99, ns.max, pageReads ?? Number.NaN];
    return [[name, ...figures.map(formatThreeDigits), `${ns.count} x ${batch}`]];
  });
}

function unavailableNotes({ costs }: OverheadResult): string[] {
  return groupByReason(
    costs.flatMap(({ name, ns, unavailable }) =>
      ns === undefined ? [{ name, reason: unavailable }] : [],
    ),
  );
}

/** Formats a figure to the three digits that are reproducible. */
function formatThreeDigits(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
