import { readdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startAlsaMmap } from './program.js';

const DRIVER = '/sys/bus/pci/drivers/snd_intel8x0';

it('ends with 8 when the card goes away while it plays, and gives the card back', async () => {
  const address = readdirSync(DRIVER).find((name) => /^\d{4}:/.test(name))!;
  const playing = startAlsaMmap('play-sine', 'hw:AC97', '--buffer-size', '300ms', '--json');
  await playing.says(/"event":"progress"/);
  // Returns once nobody holds the card any more.
  writeFileSync(`${DRIVER}/unbind`, address);
  try {
    const { status, stderr } = await playing.ended;
    expect(status).toBe(8);
    expect(stderr).toMatch(/^alsa-mmap: hw:\d,0,0: .*\n$/);
  } finally {
    writeFileSync(`${DRIVER}/bind`, address);
  }
});
