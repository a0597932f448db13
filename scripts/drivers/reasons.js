// Reasons why a promise does not apply to a device: a trait that all devices of the promise have,
// and that this device lacks.

/** @typedef {import('./devices.js').Device} Device */

/** @type {readonly { has: (device: Device) => boolean | undefined, reason: string }[]} */
const TRAITS = [
  { has: ({ maps }) => maps, reason: 'has no access by mmap: it is refused when it is opened' },
  { has: ({ maps }) => !maps, reason: 'has an access by mmap' },
  {
    has: ({ direction }) => direction === 'playback',
    reason: 'plays nothing: the promise is one of playback',
  },
  {
    has: ({ direction }) => direction === 'capture',
    reason: 'captures nothing: the promise is one of capture',
  },
  {
    has: ({ single }) => single,
    reason: 'has several substreams: a second opening gets another one',
  },
  {
    has: ({ wakeupOptional }) => wakeupOptional,
    reason: 'cannot run without an interrupt at each period',
  },
  {
    has: ({ moves }) => moves,
    reason: 'has a pointer that stays at 0: nothing feeds the emulated card',
  },
  { has: ({ pauses }) => pauses, reason: 'cannot pause' },
  { has: ({ pauses }) => !pauses, reason: 'can pause' },
  {
    has: ({ nearBoundary }) => !nearBoundary,
    reason: 'has a boundary so near that avail cannot go far beyond the ring',
  },
];

/**
 * Parts of the suite that take much time for each device, and run on some devices only.
 * @type {Readonly<Record<string, string>>}
 */
const SAMPLED = {
  endings: 'is left to others: each stage of a life takes a process, or a thread, of its own',
};

/**
 * Returns the reasons why a promise was not tested on some devices, at most one for each device.
 * @param {{ part: string, promise: string }} row
 * @param {readonly Device[]} tested devices on which the promise was tested
 * @param {readonly Device[]} untested
 * @throws {Error} if there is no reason: the suite omits a test
 */
export function reasonsFor({ part, promise }, tested, untested) {
  const reasons = untested.map((device) => {
    const trait = TRAITS.find(({ has }) => tested.every(has) && !has(device));
    const reason = trait?.reason ?? SAMPLED[part];
    if (!reason) {
      throw new Error(`"${promise}" was not tested on ${device.name} ${device.direction}`);
    }
    return reason;
  });
  return [...new Set(reasons)];
}
