import { isMissing } from '../../measure/recommend/evidence.js';
import type { ExperimentTerms } from './terms.js';

export const recommendTerms: ExperimentTerms<'recommend'> = {
  options: {},
  limits: () => [],
  document: ({ measured: { result } }) => {
    const { direction, rateHz, ring, ...parts } = result.evidence;
    const late = isMissing(ring)
      ? ring
      : { ...ring, lateP999Ns: ring.lateP999Ns ?? null, lateMostNs: ring.lateMostNs ?? null };
    return {
      evidence: { direction, rateHz, ...parts, ring: late },
      settings: result.settings.map((setting) => ({ ...setting, value: setting.value ?? null })),
    };
  },
};
