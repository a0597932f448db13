import type { ChalkInstance } from 'chalk';
import { SyncFlag } from '../../device/abi.js';
import type { Direction } from '../../device/params.js';
import type { PcmIdentity } from '../../device/pcm-device.js';
import { formatTable } from '../../report/text-table.js';
import { printable } from '../text/printable.js';

/** One record of the ioctl; pointers in frames. */
export interface SyncptrRecord {
  readonly state: string;
  readonly hwPtr: number;
  readonly applPtr: number;
  readonly availMin: number;
}

/** A bit of the flag word, and its effect. */
export interface FlagBit {
  readonly name: keyof typeof SyncFlag;
  readonly set: boolean;
  readonly effect: string;
}

interface SyncptrResult {
  readonly flags: number;
  readonly bits: readonly FlagBit[];
  readonly before: SyncptrRecord;
  readonly after: SyncptrRecord;
}

/** Text of one SYNC_PTR call: the bits of its flags, and the record before and after. */
export function syncptrText(
  { name, description }: PcmIdentity,
  direction: Direction,
  { flags, bits, before, after }: SyncptrResult,
  paint: ChalkInstance,
): string {
  const head = (...names: string[]) => names.map((text) => paint.dim(text));
  const flagTable = formatTable(
    head('flag', 'value', 'is', 'so the call'),
    bits.map(({ name, set, effect }) => {
      const writes = !set && name !== 'HWSYNC';
      const shown = writes ? paint.yellow(effect) : effect;
      return [name, SyncFlag[name], set ? 'set' : 'clear', shown];
    }),
  );
  const row = (label: string, from: string | number, to: string | number) => {
    const shown = from === to ? to : paint.yellow(String(to));
    return [label, from, shown];
  };
  const records = formatTable(head('', 'before', 'after'), [
    row('state', before.state, after.state),
    row('hw_ptr', before.hwPtr, after.hwPtr),
    row('appl_ptr', before.applPtr, after.applPtr),
    row('avail_min', before.availMin, after.availMin),
  ]);
  const title = `${paint.bold(printable(name))}  ${printable(description)}, ${direction}`;
  return `${title}: SYNC_PTR, flags ${flags}\n\n${flagTable}\n\n${records}`;
}
