// Driver x promise: what every promise of the suite came to on every driver of every run.
import { CARDS } from '../guest/cards.js';
import { reasonsFor } from './holes.js';
import { heldTo } from './promises.js';

/** `snd-aloop` of `hw:Loopback,0`; the simulated card is its own. */
export function driverOf(name) {
  if (name.startsWith('sim')) return 'sim';
  const id = name.split(/[:,]/)[1];
  return Object.values(CARDS).find((card) => card.id === id).module;
}

/**
 * @param runs each `{ name, tests, devices }`
 * @returns `columns`, each `{ run, driver, devices }`, and `rows`, each `{ part, promise, cells }`
 *   with one cell per column: `{ passed, failed }` in devices, or `{ reasons }` if it ran on none
 */
export function matrixOf(runs) {
  const columns = runs.flatMap(columnsOf);
  const held = new Map(runs.map((run) => [run, heldTo(run.tests, run.devices)]));
  const rows = new Map();
  for (const { part, promise } of [...held.values()].flat()) rows.set(promise, { part, promise });
  for (const row of rows.values()) {
    const asked = [...held].flatMap(([run, tests]) =>
      tests.filter(({ promise }) => promise === row.promise).map((test) => ({ run, ...test })),
    );
    row.cells = columns.map((column) => cell(row, asked, column));
  }
  const inOrder = (a, b) => a.part.localeCompare(b.part);
  return { columns, rows: [...rows.values()].sort(inOrder) };
}

function columnsOf(run) {
  const drivers = [...new Set(run.devices.map(({ name }) => driverOf(name)))];
  return drivers.map((driver) => ({
    run,
    driver,
    devices: run.devices.filter(({ name }) => driverOf(name) === driver),
  }));
}

/** Each device without a test of the promise must have a reason, even if its driver has a test. */
function cell(row, asked, { run, devices }) {
  const of = (device) => asked.filter((test) => test.run === run && test.device === device);
  const without = devices.filter((device) => of(device).length === 0);
  const reasons = reasonsFor(
    row,
    asked.map(({ device }) => device),
    without,
  );
  if (without.length === devices.length) return { reasons };
  const passed = devices.filter((device) => of(device).some((test) => test.passed)).length;
  return { passed, failed: devices.length - without.length - passed };
}
