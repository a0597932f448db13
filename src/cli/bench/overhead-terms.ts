import { PAGE_READ } from '../../measure/overhead/cases.js';
import { number } from '../options.js';
import { atMost } from './limit.js';
import type { ExperimentTerms } from './terms.js';

export const overheadTerms: ExperimentTerms<'overhead'> = {
  options: {
    'max-ns': {
      value: 'NS',
      describe: 'overhead: exit with 7 if a read of hw_ptr takes more, by the median',
      takes: 'nanoseconds above 0',
      read: number(1e-3, 1e9),
    },
  },
  limits: ({ measured }, values) => {
    const page = measured.result.costs.find(({ name }) => name === PAGE_READ);
    const ns = page?.ns?.p50 ?? Number.NaN;
    return atMost(values, 'max-ns', ns, `a read of hw_ptr takes ${ns.toFixed(1)} ns`);
  },
  document: ({ measured }) => ({
    costs: measured.result.costs.map((cost) => ({
      ...cost,
      ns: cost.ns ?? null,
      pageReads: cost.pageReads ?? null,
    })),
  }),
};
