/**
 * Parameters of a configuration. Access and format are kernel numbers, sizes are frames,
 * periodWakeup is 1 with period interrupts and 0 without.
 */
export type HwParam =
  | 'access'
  | 'format'
  | 'channels'
  | 'rate'
  | 'periodSize'
  | 'bufferSize'
  | 'periodWakeup';
/** Parameters whose values have no order, and so no nearest value and no range. */
export type UnorderedHwParam = 'access' | 'format' | 'periodWakeup';

/**
 * All configurations that a device can still take, narrowed parameter by parameter: alsa-lib's
 * `snd_pcm_hw_params_t`, or the simulated card's.
 */
export interface ConfigSpace {
  test(param: HwParam, value: number): boolean;
  /** Narrows to exactly `value`; throws if `test` returns false. */
  set(param: HwParam, value: number): void;
  /** Narrows to the nearest value and returns it; not for unordered parameters. */
  setNear(param: HwParam, value: number): number;
  /** Range that is left; not for unordered parameters. */
  min(param: HwParam): number;
  max(param: HwParam): number;
  /** The single value that is left; for periodWakeup 1 until it is set. */
  get(param: HwParam): number;
}
