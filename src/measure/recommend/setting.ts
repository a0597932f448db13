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

export function setting(rule: Rule, value: string | number | boolean, figure: string): Setting {
  return { ...rule, value: String(value), figure };
}

export function missingSetting(rule: Rule, why: string): Setting {
  return { ...rule, value: undefined, figure: why };
}
