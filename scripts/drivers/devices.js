import { importTypeScript } from '../build/typescript.js';
import { CARDS } from '../guest/cards.js';

/**
 * Facts about a device of the suite: a part of `DeviceUnderTest` in test/conformance/devices.ts.
 * @typedef {object} Device
 * @property {string} name
 * @property {string} direction
 * @property {string} status
 * @property {string} control
 * @property {boolean} maps
 * @property {boolean} pauses
 * @property {boolean} single
 * @property {boolean} moves
 * @property {boolean} [wakeupOptional]
 * @property {boolean} [nearBoundary]
 */
/** @typedef {import('./runs.js').StoredRun & { title: string, devices: readonly Device[] }} Run */

/**
 * Adds to each run the devices of the conformance suite that it tested.
 * @param {readonly import('./runs.js').StoredRun[]} runs
 * @returns {Promise<Run[]>}
 */
export async function withDevices(runs) {
  /** @type {typeof import('../../test/conformance/devices.js')} */
  const { SIM, guestDevices } = await importTypeScript('test/conformance/devices.ts');
  return runs.map((run) => {
    const { arch, cards = [], kernel } = run;
    if (arch === undefined) return { ...run, title: 'The simulated card', devices: SIM };
    const ids = cards.map((card) => CARDS[card]?.id);
    const isPresent = (/** @type {string} */ name) => ids.includes(name.split(/[:,]/)[1]);
    return { ...run, title: `Linux ${kernel}`, devices: guestDevices(arch, isPresent) };
  });
}
