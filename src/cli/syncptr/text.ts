import type { ChalkInstance } from 'chalk';
import { SyncFlag } from '../../device/abi.js';
import type { Direction } from '../../device/params.js';
import type { PcmIdentity } from '../../device/pcm-device.js';
import { formatTable } from '../../report/text-table.js';
import { printable } from '../text/printable.js';
import type { SyncptrResult } from './result.js';

/** Text of one SYNC_PTR call: the bits of its flags, and the record before and after. */
export function syncptrText(
  { name, description }: PcmIdentity,
  direction: Direction,
  { flags, bits, before, after }: SyncptrResult,
  paint: ChalkInstance,
): string {
  const head = (...names: string[]) => names.map((text) => paint.dim(text));
  const words = formatTable(
    head('flag', 'value', 'is', 'so the call'),
    bits.map(({ name, set, effect }) => {
      const writes = !set && name !== 'HWSYNC';
      const is = set ? 'set' : 'clear';
      return [name, SyncFlag[name], is, writes ? paint.yellow(effect) : effect];
    }),
  );
  const row = (label: string, from: string | number, to: string | number) => {
    const shown = from === to ? to : paint.yellow(String(to));
    return [label, from, shown];
  };
  const looks = formatTable(head('', 'before', 'after'), [
    row('state', before.state, after.state),
    row('hw_ptr', before.hwPtr, after.hwPtr),
    row('appl_ptr', before.applPtr, after.applPtr),
    row('avail_min', before.availMin, after.availMin),
  ]);
  const title = `${paint.bold(printable(name))}  ${printable(description)}, ${direction}`;
  return `${title}: SYNC_PTR, flags ${flags}\n\n${words}\n\n${looks}`;
}
