import { describe, expect, it } from 'vitest';
import { isThere } from './cards.js';
import { alsaMmap } from './program.js';

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
});
