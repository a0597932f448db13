/** The knobs of a configuration; access and format are kernel numbers, the sizes are frames. */
export type Knob = 'access' | 'format' | 'channels' | 'rate' | 'periodSize' | 'bufferSize';

/**
 * All configurations that a device can still take, narrowed knob by knob: alsa-lib's
 * `snd_pcm_hw_params_t`, or the built-in card's.
 */
export interface ConfigSpace {
  test(knob: Knob, value: number): boolean;
  /** Narrows to exactly `value`; throws where `test` says no. */
  set(knob: Knob, value: number): void;
  /** Narrows to the nearest there is, and answers it; not for access and format. */
  setNear(knob: Knob, value: number): number;
  /** The range left; not for access and format. */
  min(knob: Knob): number;
  max(knob: Knob): number;
  /** The one value that is left. */
  get(knob: Knob): number;
}
