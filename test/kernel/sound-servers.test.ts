/** Streams of PipeWire and dmix, which hold a card for other programs. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isThere } from './cards.js';
import { expectForeignAgreement, runningStream, SAMPLING_TIMEOUT_MS } from './foreign-agreement.js';
import { hasPipeWire, PIPEWIRE_CONFIG, untilLinked } from './pipewire.js';
import { alsaMmap, start } from './program.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-servers-'));
  process.env['XDG_RUNTIME_DIR'] = folder;
});
afterAll(() => rmSync(folder, { recursive: true }));

it.runIf(hasPipeWire && isThere('hw:AC97'))(
  'PipeWire agrees with /proc/asound',
  async () => {
    const config = join(folder, 'pipewire.conf');
    writeFileSync(config, PIPEWIRE_CONFIG);
    const owner = start('pipewire', ['-c', config]);
    try {
      await untilLinked('tone:capture_1', 'sink:playback_1');
      await untilLinked('tone:capture_2', 'sink:playback_2');
      const stream = await runningStream(owner.pid);
      expect(stream.hwParams).toMatchObject({ access: 'MMAP_INTERLEAVED', rateHz: 48_000 });
      const pipewire = { pid: owner.pid, command: 'pipewire' };
      await expectForeignAgreement(stream, 'PipeWire on hw:AC97', pipewire);
      const refused = alsaMmap('syncptr', 'hw:AC97', '--playback', '--json');
      expect(refused.status).toBe(4);
      expect(refused.stdout).toContain('pactl set-card-profile');
    } finally {
      owner.kill('SIGTERM');
      await owner.ended;
    }
    expect(alsaMmap('syncptr', 'hw:AC97', '--playback').status).toBe(0);
  },
  SAMPLING_TIMEOUT_MS,
);

it.runIf(isThere('hw:AC97'))(
  'dmix agrees with /proc/asound',
  async () => {
    const format = ['-t', 'raw', '-f', 'S16_LE', '-c', '2', '-r', '48000'];
    const owner = start('aplay', ['-q', '-D', 'dmix:AC97', ...format, '/dev/zero']);
    try {
      const stream = await runningStream(owner.pid);
      const aplay = { pid: owner.pid, command: 'aplay' };
      await expectForeignAgreement(stream, 'aplay -D dmix:AC97', aplay);
    } finally {
      owner.kill('SIGTERM');
      await owner.ended;
    }
  },
  SAMPLING_TIMEOUT_MS,
);
