/**
 * The knobs of a configuration; access and format are kernel numbers, the sizes are frames, and
 * periodWakeup is 1 with the interrupt at each period and 0 without.
 */
export type HwParam =
  | 'access'
  | 'format'
  | 'channels'
  | 'rate'
  | 'periodSize'
  | 'bufferSize'
  | 'periodWakeup';
/** Knobs whose values have no order, and so no nearest, least or greatest. */
export type UnorderedHwParam = 'access' | 'format' | 'periodWakeup';

/**
 * All configurations that a device can still take, narrowed knob by knob: alsa-lib's
 * `snd_pcm_hw_params_t`, or the built-in card's.
 */
export interface ConfigSpace {
  test(knob: HwParam, value: number): boolean;
  /** Narrows to exactly `value`; throws where `test` says no. */
  set(knob: HwParam, value: number): void;
  /** Narrows to the nearest there is, and answers it; not for unordered knobs. */
  setNear(knob: HwParam, value: number): number;
  /** The range left; not for unordered knobs. */
  min(knob: HwParam): number;
  max(knob: HwParam): number;
  /** The one value that is left; of periodWakeup 1 until it is set. */
  get(knob: HwParam): number;
}
