import { readdirSync, readFileSync } from 'node:fs';
import { findFormat } from '../../src/device/format.js';
import type { PcmParams } from '../../src/device/params.js';
import type { ChannelInfo } from '../../src/device/pcm-device.js';

/** Contents of the pages at one snapshot; times in ns of CLOCK_MONOTONIC. */
export interface Row {
  readonly atNs: number;
  readonly state: number;
  readonly hwPtr: number;
  readonly tstampNs: number;
  /** appl_ptr of the recorded program. */
  readonly applPtr: number;
  /** avail by the kernel, if the row comes from an ioctl. */
  readonly availByKernel?: number;
}

/** Rows from one call of the program to the next. */
export interface Stretch {
  readonly call: 'open' | 'start' | 'prepare' | 'drain' | 'drop';
  readonly rows: readonly Row[];
}

/** Recorded pages of a real driver; `npm run drivers -- traces` records them again. */
export interface Trace {
  readonly name: string;
  readonly driver: string;
  readonly kernel: string;
  readonly pages: { readonly status: boolean; readonly control: boolean };
  readonly params: PcmParams;
  readonly channels: readonly ChannelInfo[];
  readonly stretches: readonly Stretch[];
}

const FOLDER = new URL('traces/', import.meta.url);

export const TRACES: readonly Trace[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map(readTrace);

function readTrace(file: string): Trace {
  const { columns, stretches, params, ...rest } = JSON.parse(
    readFileSync(new URL(file, FOLDER), 'utf8'),
  );
  const row = (numbers: number[]) =>
    Object.fromEntries(numbers.map((number, column) => [columns[column], number]));
  return {
    ...rest,
    name: file.replace('.json', ''),
    params: { ...params, format: findFormat(params.format)! },
    stretches: stretches.map(({ call, rows }: { call: string; rows: number[][] }) => ({
      call,
      rows: rows.map(row),
    })),
  };
}

export function lastRow({ rows }: Stretch): Row {
  return rows[rows.length - 1]!;
}
