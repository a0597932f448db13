// Reasons why a promise does not apply to a device: a trait that all devices of the promise have,
// and that this device lacks.

const TRAITS = [
  { has: ({ maps }) => maps, hole: 'has no access by mmap: it is refused when it is opened' },
  { has: ({ maps }) => !maps, hole: 'has an access by mmap' },
  {
    has: ({ direction }) => direction === 'playback',
    hole: 'plays nothing: the promise is one of playback',
  },
  {
    has: ({ direction }) => direction === 'capture',
    hole: 'captures nothing: the promise is one of capture',
  },
  {
    has: ({ single }) => single,
    hole: 'has several substreams: a second opening gets another one',
  },
  {
    has: ({ wakeupOptional }) => wakeupOptional,
    hole: 'cannot run without an interrupt at each period',
  },
  {
    has: ({ moves }) => moves,
    hole: 'has a pointer that stays at 0: nothing feeds the emulated card',
  },
  { has: ({ pauses }) => pauses, hole: 'cannot pause' },
  { has: ({ pauses }) => !pauses, hole: 'can pause' },
  {
    has: ({ nearBoundary }) => !nearBoundary,
    hole: 'has a boundary so near that avail cannot go far beyond the ring',
  },
];

/** Parts of the suite that take much time for each device, and are asked of some only. */
const SAMPLED = {
  endings: 'is left to others: each stage of a life takes a process, or a thread, of its own',
};

/**
 * @param asked the devices that a promise was asked of
 * @param devices those that are not among them
 * @returns the reasons, one for each device at most
 * @throws {Error} without a reason: the suite does not run a test that it should
 */
export function reasonsFor({ part, promise }, asked, devices) {
  const reasons = devices.map((device) => {
    const trait = TRAITS.find(({ has }) => asked.every(has) && !has(device));
    const reason = trait?.hole ?? SAMPLED[part];
    if (!reason)
      throw new Error(`"${promise}" was not asked of ${device.name} ${device.direction}`);
    return reason;
  });
  return [...new Set(reasons)];
}
