/** A card that is pulled does not come back, so each of these has a guest of its own. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { runInGuest } from '../../scripts/guest/run.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-unplug-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('play-sine ends with 8 and one line when the USB card is pulled, and lets go of it', async () => {
  const outDir = join(folder, 'usb');
  // The device of the sound interface is the one whose product QEMU names.
  const script = `
    node bin/alsa-mmap.js play-sine hw:USB --json --buffer-size 300ms \\
      >/out/events 2>/out/error & player=$!
    until grep -q '"event":"progress"' /out/events; do sleep 0.2; done
    usb=$(dirname $(grep -l 'QEMU USB Audio' /sys/bus/usb/devices/*/product))
    echo 1 > $usb/remove
    wait $player; echo $? > /out/code
    test -e /proc/asound/USB && exit 1
    exit 0`;
  const { exitCode } = await runInGuest({
    command: ['sh', '-c', script],
    cwd: ROOT,
    cards: ['usb'],
    outDir,
    timeoutSeconds: 60,
  });
  const said = (name: string) => readFileSync(join(outDir, name), 'utf8');
  expect(said('error')).toMatch(/^alsa-mmap: hw:\d,0,0: .*(went away|is gone).*\n$/);
  expect(said('code')).toBe('8\n');
  expect(exitCode, 'the card is gone from the kernel too').toBe(0);
});
