/** A card that is pulled does not come back, so these have a guest of their own. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInGuest } from '../../scripts/guest/run.js';
import { readWav } from '../../src/audio/wav-reader.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GONE = /^alsa-mmap: hw:\d,0,0: .*(disconnected|went away|is gone).*\n$/;

const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-unplug-'));
afterAll(() => rmSync(folder, { recursive: true }));
const said = (name: string) => readFileSync(join(folder, name), 'utf8');

/** The device of the sound interface is the one whose product QEMU names. */
const SCRIPT = `
  starts() { until grep -q '"event":"progress"' /out/$1.json; do sleep 0.2; done; }
  sox -D -n -r 48000 -c 2 -b 16 /tmp/sine.wav synth 30 sine 500 gain -6

  node bin/alsa-mmap.js play /tmp/sine.wav hw:USB --json --buffer-size 300ms \\
    >/out/play.json 2>/out/play.error & player=$!
  starts play
  echo 1 > $(dirname $(grep -l 'QEMU USB Audio' /sys/bus/usb/devices/*/product))/remove
  wait $player; echo $? > /out/play.code

  node bin/alsa-mmap.js record /out/recorded.wav hw:AC97 -f S16_LE -c 2 -r 48000 --json \\
    --buffer-size 300ms >/out/record.json 2>/out/record.error & recorder=$!
  starts record
  driver=/sys/bus/pci/drivers/snd_intel8x0
  echo $(cd $driver; echo 0000:*) > $driver/unbind
  wait $recorder; echo $? > /out/record.code

  test ! -e /proc/asound/USB && test ! -e /proc/asound/AC97`;

describe('a removed card is released, with exit code 8 and one line', () => {
  beforeAll(async () => {
    const { exitCode } = await runInGuest({
      command: ['sh', '-c', SCRIPT],
      cwd: ROOT,
      cards: ['usb', 'ac97'],
      // The cards of this backend record: silence, in time.
      audio: 'none',
      outDir: folder,
      timeoutSeconds: 90,
    });
    expect(exitCode, 'both cards are gone from the kernel too').toBe(0);
  }, 180_000);

  it('by play, when the USB card is removed', () => {
    expect(said('play.error')).toMatch(GONE);
    expect(said('play.code')).toBe('8\n');
  });

  it('by record, when the PCI card is unbound; the file is complete', () => {
    expect(said('record.error')).toMatch(GONE);
    expect(said('record.code')).toBe('8\n');
    const events = said('record.json').trim().split('\n');
    const totals = events.find((line) => line.includes('"event":"totals"'))!;
    const { frames } = JSON.parse(totals) as { readonly frames: number };
    const wav = readWav(join(folder, 'recorded.wav'));
    expect(wav.frames).toBe(frames);
    expect(frames).toBeGreaterThan(0);
    wav.close();
  });
});
