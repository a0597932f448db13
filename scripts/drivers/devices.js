// The devices that a run of the conformance suite was on, from the suite's own list.
import { join } from 'node:path';
import { ROOT } from '../build/files.js';
import { CARDS } from '../guest/cards.js';

const LIST = join(ROOT, 'test/conformance/devices.ts');

/** The list is TypeScript: it is bundled and loaded. */
async function loadList() {
  const { build } = await import('rolldown');
  const { output } = await build({
    input: LIST,
    platform: 'node',
    write: false,
    logLevel: 'silent',
  });
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}

/** Adds to each run its `devices`, with what is known of them beforehand. */
export async function withDevices(runs) {
  const { SIM, guestDevices } = await loadList();
  return runs.map((run) => {
    if (run.arch === undefined) return { ...run, title: 'The simulated card', devices: SIM };
    const ids = run.cards.map((card) => CARDS[card].id);
    const isThere = (name) => ids.includes(name.split(/[:,]/)[1]);
    return { ...run, title: `Linux ${run.kernel}`, devices: guestDevices(run.arch, isThere) };
  });
}
