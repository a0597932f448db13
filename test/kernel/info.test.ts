import { release } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isThere } from './cards.js';
import { alsaMmap } from './program.js';

interface Direction {
  readonly device: { readonly card: number };
  readonly hardware: { readonly syncId: string | null };
}

describe('info of a kernel PCM', () => {
  it.each(
    [
      ['hw:Loopback', 'S16_LE', 16],
      ['hw:Loopback', 'S32_LE', 32],
      ['hw:Loopback', 'S24_3LE', 24],
      ['hw:Dummy', 'S16_LE', 16],
      ['hw:AC97', 'S16_LE', 16],
    ].filter(([device]) => isThere(String(device))),
  )('%s has the significant bits of %s: %i', (device, format, significantBits) => {
    const words = [String(device), '--playback', '-f', String(format), '--json'];
    const { status, stdout } = alsaMmap('info', ...words);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      directions: [{ hardware: { significantBits, fifoFrames: 0 } }],
    });
  });

  it.runIf(isThere('hw:ES1370'))('ES1370 has one sync ID since Linux 6.11', () => {
    const [major = 0, minor = 0] = release().split('.').map(Number);
    const { card, ids } = syncIds('hw:ES1370');
    const hasIds = major > 6 || (major === 6 && minor >= 11);
    const id = hasIds ? `0${card}000000${'f'.repeat(24)}` : null;
    expect(ids).toEqual([id, id]);
  });

  it.runIf(isThere('hw:Dummy'))('Dummy has none', () => {
    expect(syncIds('hw:Dummy').ids).toEqual([null, null]);
  });
});

function syncIds(device: string) {
  const { stdout } = alsaMmap('info', device, '--json');
  const { directions }: { directions: readonly Direction[] } = JSON.parse(stdout);
  return {
    card: directions[0]!.device.card,
    ids: directions.map(({ hardware }) => hardware.syncId),
  };
}
