import { readdirSync, readFileSync } from 'node:fs';
import { findFormat } from '../../src/device/format.js';
import type { PcmParams } from '../../src/device/params.js';
import type { ChannelInfo } from '../../src/device/pcm-device.js';

/** What stood in the pages when it was looked at; times in ns of CLOCK_MONOTONIC. */
export interface Row {
  readonly atNs: number;
  readonly state: number;
  readonly hwPtr: number;
  readonly tstampNs: number;
  /** Of the program that was recorded. */
  readonly applPtr: number;
  /** Where the kernel was asked, and told this row as a whole. */
  readonly availByKernel?: number;
}

/** From a call of the program to its next. */
export interface Stretch {
  readonly call: 'open' | 'start' | 'prepare' | 'drain' | 'drop';
  readonly rows: readonly Row[];
}

/** What a real driver showed: `npm run guest:traces` records it anew. */
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
