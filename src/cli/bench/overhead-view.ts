import { PAGE_READ } from '../../measure/overhead/cases.js';
import { missingCosts, OVERHEAD_HEAD, overheadCells, overheadText } from './overhead-text.js';
import { valueHistogram } from './value-histogram.js';
import type { ExperimentView } from './views.js';

/** Of the ioctls and alsa-lib's calls the one that most programs make. */
const COMPARED = [PAGE_READ, 'SYNC_PTR HWSYNC', 'snd_pcm_avail'];

export const overheadView: ExperimentView<'overhead'> = {
  text: ({ measured }, paint) => overheadText(measured.result, paint),
  table: ({ measured }) => ({ head: OVERHEAD_HEAD, rows: overheadCells(measured.result) }),
  notes: ({ measured }) => missingCosts(measured.result),
  plots: ({ measured: { raw } }) =>
    COMPARED.flatMap((name) =>
      valueHistogram(`${name}, ns a call`, raw[name] ?? [], 'ns', 'time a call'),
    ),
};
