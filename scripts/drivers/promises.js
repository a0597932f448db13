// Promises of the conformance suite, and the devices that each was held to.

/** `hw:USB playback`, or `hw:USB, running` where only playback is meant. */
function placeOf(group, { name, direction }) {
  const at = group.indexOf(`${name} ${direction}`);
  if (at >= 0) return { at, length: name.length + 1 + direction.length };
  const alone = group.indexOf(`${name}, `);
  return alone >= 0 && direction === 'playback' ? { at: alone, length: name.length } : undefined;
}

/**
 * The tests of a run as promises.
 * @param devices those that the run was on
 * @returns for each test `{ part, promise, device, passed }`
 * @throws where a test names none of the devices
 */
export function heldTo(tests, devices) {
  return tests.map(({ part, group, title, passed }) => {
    const found = devices
      .map((device) => ({ device, place: placeOf(group, device) }))
      // Names may begin alike.
      .filter(({ place }) => place !== undefined && isWhole(group, place.at))
      .at(0);
    if (!found) throw new Error(`a test of none of the devices: ${part}: ${group}: ${title}`);
    const { at, length } = found.place;
    const about = `${group.slice(0, at)}…${group.slice(at + length)}`;
    return { part, promise: `${about}: ${title}`, device: found.device, passed };
  });
}

function isWhole(group, at) {
  return at === 0 || group[at - 1] === ' ';
}
