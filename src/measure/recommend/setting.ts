import { isMissing, type Missing } from './evidence.js';

export const RECOMMENDED_FOR = ['PipeWire', 'JACK', 'ALSA'] as const;

/** A setting with the figure it rests on. */
export interface Setting {
  readonly target: (typeof RECOMMENDED_FOR)[number];
  readonly name: string;
  /** Value as written in the configuration; undefined if the evidence is missing. */
  readonly value: string | undefined;
  /** Measured figure; if the evidence is missing, the reason. */
  readonly figure: string;
  /** Rule that derives the value from the figure. */
  readonly rule: string;
}

export type Rule = Pick<Setting, 'target' | 'name' | 'rule'>;

/** Value and figure of a setting; `missing` if this evidence does not suffice. */
export type Derived = readonly [value: string | number | boolean, figure: string] | Missing;

/** Setting by `rule`, derived from its evidence; without a value if either is missing. */
export function setting<Part extends object>(
  rule: Rule,
  evidence: Part | Missing,
  derive: (evidence: Part) => Derived,
): Setting {
  const derived = isMissing(evidence) ? evidence : derive(evidence);
  if (isMissing(derived)) return { ...rule, value: undefined, figure: derived.missing };
  return { ...rule, value: String(derived[0]), figure: derived[1] };
}
