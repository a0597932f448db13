import { describe, expect, it } from 'vitest';
import { alsaMmap } from './program.js';

interface StatusDocument {
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

describe('status says which way each page is reached', () => {
  it('maps both on an ordinary card', () => {
    const { paths } = status('hw:AC97', '--playback');
    expect(paths).toEqual({
      status: { path: 'mmap', refusal: null },
      control: { path: 'mmap', refusal: null },
    });
  });

  it('maps the status page of a SYNC_APPLPTR card, and gives the reason for the other', () => {
    const { paths } = status('hw:USB');
    expect(paths.status).toEqual({ path: 'mmap', refusal: null });
    expect(paths.control.path).toBe('SYNC_PTR');
    expect(paths.control.refusal).toMatchObject({ errno: 'ENXIO' });
    expect(paths.control.refusal?.reason).toContain('SYNC_APPLPTR');
  });

  it('gives the same values by memory and by SYNC_PTR', () => {
    const { paths: _, ...byMemory } = status('hw:Dummy', '--playback');
    const { paths, ...byIoctl } = status('hw:Dummy', '--playback', '--sync-ptr');
    expect(paths.status.path).toBe('SYNC_PTR');
    expect(paths.control.path).toBe('SYNC_PTR');
    expect(byIoctl).toEqual(byMemory);
  });
});
