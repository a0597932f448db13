import { PAGE_READ } from '../../measure/overhead/cases.js';
import { numberBetween } from '../options.js';
import { atMost } from './limit.js';
import type { ExperimentTerms } from './terms.js';

export const overheadTerms: ExperimentTerms<'overhead'> = {
  options: {
    'max-ns': {
      placeholder: 'NS',
      summary: 'overhead: exit with 7 if a read of hw_ptr takes more, by the median',
      expects: 'nanoseconds above 0',
      parse: numberBetween(1e-3, 1e9),
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
