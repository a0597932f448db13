// Driver x promise: the result of each promise of the suite on each driver of each run.

import { CARDS } from '../guest/cards.js';
import { promiseTests } from './promises.js';
import { reasonsFor } from './reasons.js';

/** @typedef {import('./devices.js').Run} Run */
/** @typedef {import('./devices.js').Device} Device */
/** @typedef {{ run: Run, driver: string, devices: readonly Device[] }} Column */
/**
 * Numbers of devices, or the reasons why the promise was tested on none.
 * @typedef {{ passed?: number, failed?: number, reasons?: readonly string[] }} Cell
 */
/** @typedef {{ part: string, promise: string, cells: readonly Cell[] }} Row */
/** @typedef {import('./promises.js').PromiseTest & { run: Run }} Test */

/**
 * Driver of a device: `snd-aloop` for `hw:Loopback,0`; `sim` for the simulated card.
 * @param {string} name
 */
export function driverOf(name) {
  if (name.startsWith('sim')) return 'sim';
  const id = name.split(/[:,]/)[1];
  const card = Object.values(CARDS).find((candidate) => candidate.id === id);
  if (card === undefined) throw new Error(`the guest has no card ${id} (${name})`);
  return card.module;
}

/**
 * Returns one row for each promise, with a cell for each column.
 * @param {readonly Run[]} runs
 * @returns {{ columns: Column[], rows: Row[] }}
 */
export function matrixOf(runs) {
  const columns = runs.flatMap(columnsOf);
  const tests = runs.flatMap((run) =>
    promiseTests(run.tests, run.devices).map((test) => ({ run, ...test })),
  );
  const parts = new Map(tests.map(({ part, promise }) => [promise, part]));
  const rows = [...parts].map(([promise, part]) => {
    const ofPromise = tests.filter((test) => test.promise === promise);
    const cells = columns.map((column) => cellOf({ part, promise }, ofPromise, column));
    return { part, promise, cells };
  });
  return { columns, rows: rows.sort((a, b) => a.part.localeCompare(b.part)) };
}

/**
 * @param {Run} run
 * @returns {Column[]}
 */
function columnsOf(run) {
  const drivers = [...new Set(run.devices.map(({ name }) => driverOf(name)))];
  return drivers.map((driver) => ({
    run,
    driver,
    devices: run.devices.filter(({ name }) => driverOf(name) === driver),
  }));
}

/**
 * Each device without a test of the promise must have a reason, even if its driver has a test.
 * @param {{ part: string, promise: string }} row
 * @param {readonly Test[]} tests those of the promise
 * @param {Column} column
 * @returns {Cell}
 */
function cellOf(row, tests, { run, devices }) {
  const testsOf = (/** @type {Device} */ device) =>
    tests.filter((test) => test.run === run && test.device === device);
  const untested = devices.filter((device) => testsOf(device).length === 0);
  const tested = tests.map(({ device }) => device);
  const reasons = reasonsFor(row, tested, untested);
  if (untested.length === devices.length) return { reasons };
  const passed = devices.filter((device) => testsOf(device).some((test) => test.passed)).length;
  return { passed, failed: devices.length - untested.length - passed };
}
