// Driver x rule: the result of each rule of the suite on each driver of each run.

import { CARDS } from '../guest/cards.js';
import { reasonsFor } from './reasons.js';
import { ruleTests } from './rules.js';

/** @typedef {import('./devices.js').Run} Run */
/** @typedef {import('./devices.js').Device} Device */
/** @typedef {{ run: Run, driver: string, devices: readonly Device[] }} Column */
/**
 * Numbers of devices, or the reasons why the rule was tested on none.
 * @typedef {{ passed?: number, failed?: number, reasons?: readonly string[] }} Cell
 */
/** @typedef {{ part: string, rule: string, cells: readonly Cell[] }} Row */
/** @typedef {import('./rules.js').RuleTest & { run: Run }} Test */

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
 * Returns one row for each rule, with a cell for each column.
 * @param {readonly Run[]} runs
 * @returns {{ columns: Column[], rows: Row[] }}
 */
export function matrixOf(runs) {
  const columns = runs.flatMap(columnsOf);
  const tests = runs.flatMap((run) =>
    ruleTests(run.tests, run.devices).map((test) => ({ run, ...test })),
  );
  const parts = new Map(tests.map(({ part, rule }) => [rule, part]));
  const rows = [...parts].map(([rule, part]) => {
    const ofRule = tests.filter((test) => test.rule === rule);
    const cells = columns.map((column) => cellOf({ part, rule }, ofRule, column));
    return { part, rule, cells };
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
 * Each device without a test of the rule must have a reason, even if its driver has a test.
 * @param {{ part: string, rule: string }} row
 * @param {readonly Test[]} tests those of the rule
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
