/**
 * The simulated card for tests of audio programs: its configuration, its quirks, a clock that the
 * test advances, and a judge for recorded sines.
 *
 * Every function that takes a device name also takes `sim` or `sim:KEY=VALUE,...`, without this
 * module.
 * @module alsa-mmap/sim
 */

export { findDeviation, fitSine, type SineFit } from './audio/sine-fit.js';
export { openSimDevice } from './sim/card.js';
export { parseSimConfig, SIM_KEYS, type SimConfig, type SimSignal } from './sim/config.js';
export { QUIRKS, type Quirk } from './sim/quirks.js';
export { ManualTime, type SimTime, type TimeListener } from './sim/time.js';
