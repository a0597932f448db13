import { RECOMMENDED_FOR } from '../../measure/recommend/setting.js';
import type { Section } from '../../report/report.js';
import { defineExperiment } from './experiment.js';
import { mutedList } from './sections.js';

export const recommend = defineExperiment({
  name: 'recommend',
  options: {},
  sections: ({ measured: { result } }) => [
    ...RECOMMENDED_FOR.map(
      (target): Section => ({
        kind: 'rows',
        title: target,
        rows: result.settings
          .filter((setting) => setting.target === target)
          .map(({ name, value, figure, rule }) => ({
            name,
            value: value ?? '-',
            notes: [figure],
            detail: rule,
          })),
      }),
    ),
    mutedList(['Each setting follows from a figure, measured briefly on this machine.']),
  ],
});
