// Reasons why a rule does not apply to a device: a trait that all devices of the rule have,
// and that this device lacks.

/** @typedef {import('./devices.js').Device} Device */

/** @type {readonly { has: (device: Device) => boolean | undefined, reason: string }[]} */
const TRAITS = [
  { has: ({ maps }) => maps, reason: 'has no access by mmap: opening it is refused' },
  { has: ({ maps }) => !maps, reason: 'has an access by mmap' },
  {
    has: ({ direction }) => direction === 'playback',
    reason: 'plays nothing: the rule is for playback',
  },
  {
    has: ({ direction }) => direction === 'capture',
    reason: 'captures nothing: the rule is for capture',
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
    reason: 'has a small boundary: avail cannot go far beyond the ring',
  },
];

/**
 * Parts of the suite that take much time for each device, and run on some devices only.
 * @type {Readonly<Record<string, string>>}
 */
const SAMPLED = {
  endings: 'is not tested, to save time: each stage needs a process or a thread of its own',
};

/**
 * Returns the reasons why a rule was not tested on some devices, at most one for each device.
 * @param {{ part: string, rule: string }} row
 * @param {readonly Device[]} tested devices on which the rule was tested
 * @param {readonly Device[]} untested
 * @throws {Error} if there is no reason: the suite omits a test
 */
export function reasonsFor({ part, rule }, tested, untested) {
  const reasons = untested.map((device) => {
    const trait = TRAITS.find(({ has }) => tested.every(has) && !has(device));
    const reason = trait?.reason ?? SAMPLED[part];
    if (!reason) {
      throw new Error(`"${rule}" was not tested on ${device.name} ${device.direction}`);
    }
    return reason;
  });
  return [...new Set(reasons)];
}
