export const RECOMMENDED_FOR = ['PipeWire', 'JACK', 'ALSA'] as const;

/** A setting, with the figure that it rests on. */
export interface Setting {
  readonly target: (typeof RECOMMENDED_FOR)[number];
  readonly name: string;
  /** As it is written; undefined where the evidence is missing. */
  readonly value: string | undefined;
  /** What was measured; where the evidence is missing, why. */
  readonly figure: string;
  /** How the one follows from the other. */
  readonly rule: string;
}

export type Rule = Pick<Setting, 'target' | 'name' | 'rule'>;

export function setting(rule: Rule, value: string | number | boolean, figure: string): Setting {
  return { ...rule, value: String(value), figure };
}

export function missingSetting(rule: Rule, why: string): Setting {
  return { ...rule, value: undefined, figure: why };
}
