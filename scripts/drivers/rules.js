// Rules of the conformance suite, and the devices that each was tested on.

/** @typedef {import('./devices.js').Device} Device */
/** @typedef {{ part: string, rule: string, device: Device, passed: boolean }} RuleTest */

/**
 * Position of a device in a title: `hw:USB playback`, or `hw:USB, running` for playback only.
 * @param {string} group
 * @param {Device} device
 */
function placeOf(group, { name, direction }) {
  const at = group.indexOf(`${name} ${direction}`);
  if (at >= 0) return { at, length: name.length + 1 + direction.length };
  const alone = group.indexOf(`${name}, `);
  return alone >= 0 && direction === 'playback' ? { at: alone, length: name.length } : undefined;
}

/**
 * Converts the tests of a run to rules.
 * @param {readonly import('./runs.js').TestResult[]} tests
 * @param {readonly Device[]} devices the devices of the run
 * @returns {RuleTest[]}
 * @throws if a test names none of the devices
 */
export function ruleTests(tests, devices) {
  return tests.map(({ part, group, title, passed }) => {
    for (const device of devices) {
      const place = placeOf(group, device);
      // The name must begin a word: one name may be part of another.
      if (place === undefined || (place.at > 0 && group[place.at - 1] !== ' ')) continue;
      const about = `${group.slice(0, place.at)}…${group.slice(place.at + place.length)}`;
      return { part, rule: `${about}: ${title}`, device, passed };
    }
    throw new Error(`a test names no device of its run: ${part}: ${group}: ${title}`);
  });
}
