import type { ChalkInstance } from 'chalk';
import { SyncFlag } from '../../device/abi.js';
import type { Direction } from '../../device/params.js';
import type { PcmIdentity } from '../../device/pcm-device.js';
import { formatTable } from '../../report/text-table.js';
import { printable } from '../text/printable.js';
import type { SyncptrCall, SyncptrRecord } from './call.js';

/** Fields of a record, and their names in the kernel. */
const FIELDS = [
  ['state', 'state'],
  ['hwPtr', 'hw_ptr'],
  ['applPtr', 'appl_ptr'],
  ['availMin', 'avail_min'],
] as const satisfies readonly (readonly [keyof SyncptrRecord, string])[];

/** Start of the first line: the device, and the ioctl. */
export function syncptrTitle(
  { name, description }: PcmIdentity,
  direction: Direction,
  paint: ChalkInstance,
): string {
  return `${paint.bold(printable(name))}  ${printable(description)}, ${direction}: SYNC_PTR, `;
}

/** Text of one call: the bits of its flags, and the record before and after. */
export function syncptrText(
  { flags, bits, before, after }: Omit<SyncptrCall, 'errno'>,
  paint: ChalkInstance,
): string {
  const flagTable = formatTable(
    head(paint, 'flag', 'value', 'is', 'so the call'),
    bits.map(({ name, set, effect }) => {
      const writes = !set && name !== 'HWSYNC';
      const shown = writes ? paint.yellow(effect) : effect;
      return [name, SyncFlag[name], set ? 'set' : 'clear', shown];
    }),
  );
  const records = formatTable(
    head(paint, '', 'before', 'after'),
    FIELDS.map(([field, name]) => {
      const [from, to] = [before[field], after[field]];
      return [name, from, from === to ? to : paint.yellow(String(to))];
    }),
  );
  return `flags ${flags}\n\n${flagTable}\n\n${records}`;
}

/** One line per flag word: what each bit did, and what changed. */
export function allCallsText(calls: readonly SyncptrCall[], paint: ChalkInstance): string {
  const rows = calls.map(({ flags, bits, before, after, errno }) => {
    const changes = FIELDS.filter(([field]) => before[field] !== after[field]).map(
      ([field, name]) => paint.yellow(`${name} ${before[field]} -> ${after[field]}`),
    );
    const result = errno === null ? changes.join(', ') || 'no change' : paint.red(errno);
    const [hwsync, appl, availMin] = bits.map(({ set }) => set);
    const access = (isRead: boolean | undefined) => (isRead ? 'read' : paint.yellow('written'));
    return [flags, hwsync ? 'updated' : '-', access(appl), access(availMin), result];
  });
  const columns = head(paint, 'flags', 'hw_ptr', 'appl_ptr', 'avail_min', 'before -> after');
  return `all flag words\n\n${formatTable(columns, rows)}`;
}

function head(paint: ChalkInstance, ...names: string[]): string[] {
  return names.map((text) => paint.dim(text));
}
