import { describe, expect, it } from 'vitest';
import { alsaMmap } from './program.js';

interface StatusDocument {
  readonly date: string;
  readonly commandLine: readonly string[];
  readonly state: string;
  readonly hwPtr: number;
  readonly applPtr: number;
  readonly avail: number;
  readonly paths: Record<
    'status' | 'control',
    { path: string; refusal: { errno: string; reason: string } | null }
  >;
}

function status(...words: string[]): StatusDocument {
  const { stdout, stderr } = alsaMmap('status', '--json', ...words);
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout) as StatusDocument;
}

/** No driver's pages are shared on other processors than x86, PowerPC and Alpha. */
const SHARES = process.arch === 'x64';
const MAPPED = { path: 'mmap', refusal: null };
const REFUSED = {
  path: 'SYNC_PTR',
  refusal: { errno: 'ENXIO', reason: expect.stringContaining('architecture') },
};

describe('status reports the access path of each page', () => {
  it('maps both on an ordinary card, or neither if the kernel shares none', () => {
    const { paths } = status('hw:Loopback', '--playback');
    const page = SHARES ? MAPPED : REFUSED;
    expect(paths).toEqual({ status: page, control: page });
  });

  it('maps only the status page of a SYNC_APPLPTR card, and gives the reason', () => {
    const { paths } = status('hw:USB');
    expect(paths.status).toEqual(SHARES ? MAPPED : REFUSED);
    expect(paths.control.path).toBe('SYNC_PTR');
    expect(paths.control.refusal).toMatchObject({ errno: 'ENXIO' });
    expect(paths.control.refusal?.reason).toContain('SYNC_APPLPTR');
  });

  it('gives the same values by memory and by SYNC_PTR', () => {
    const byMemory = status('hw:Loopback', '--playback');
    const byIoctl = status('hw:Loopback', '--playback', '--sync-ptr');
    const { paths, date, commandLine } = byIoctl;
    expect(paths.status.path).toBe('SYNC_PTR');
    expect(paths.control.path).toBe('SYNC_PTR');
    expect({ ...byMemory, paths, date, commandLine }).toEqual(byIoctl);
  });
});
