/**
 * The knobs of a configuration; access and format are kernel numbers, the sizes are frames, and
 * periodWakeup is 1 with the interrupt at each period and 0 without.
 */
export type Knob =
  | 'access'
  | 'format'
  | 'channels'
  | 'rate'
  | 'periodSize'
  | 'bufferSize'
  | 'periodWakeup';
/** Knobs whose values have no order, and so no nearest, least or greatest. */
export type UnorderedKnob = 'access' | 'format' | 'periodWakeup';

/**
 * All configurations that a device can still take, narrowed knob by knob: alsa-lib's
 * `snd_pcm_hw_params_t`, or the built-in card's.
 */
export interface ConfigSpace {
  test(knob: Knob, value: number): boolean;
  /** Narrows to exactly `value`; throws where `test` says no. */
  set(knob: Knob, value: number): void;
  /** Narrows to the nearest there is, and answers it; not for unordered knobs. */
  setNear(knob: Knob, value: number): number;
  /** The range left; not for unordered knobs. */
  min(knob: Knob): number;
  max(knob: Knob): number;
  /** The one value that is left; of periodWakeup 1 until it is set. */
  get(knob: Knob): number;
}
