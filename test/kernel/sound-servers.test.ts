/** Streams of PipeWire and dmix, which hold a card for other programs. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isThere } from './cards.js';
import { expectAgreement, runningStream, SAMPLING_TIMEOUT_MS } from './foreign-agreement.js';
import { alsaMmap, start } from './program.js';

/** A daemon with a tone and the card, and nothing of a desktop. */
const PIPEWIRE = `
context.properties = {
  core.daemon = true  core.name = pipewire-0  support.dbus = false
  default.clock.quantum = 2048  default.clock.min-quantum = 1024
}
context.spa-libs = {
  audio.convert.* = audioconvert/libspa-audioconvert
  api.alsa.* = alsa/libspa-alsa
  audiotestsrc = audiotestsrc/libspa-audiotestsrc
  support.* = support/libspa-support
}
context.modules = [
  { name = libpipewire-module-protocol-native }
  { name = libpipewire-module-metadata }
  { name = libpipewire-module-spa-node-factory }
  { name = libpipewire-module-client-node }
  { name = libpipewire-module-access }
  { name = libpipewire-module-adapter }
  { name = libpipewire-module-link-factory }
]
context.objects = [
  { factory = adapter args = {
      factory.name = api.alsa.pcm.sink  node.name = sink  media.class = "Audio/Sink"
      api.alsa.path = "hw:AC97"  audio.format = S16LE  audio.rate = 48000  audio.channels = 2
      adapter.auto-port-config = { mode = dsp monitor = false control = false position = unknown }
  } }
  { factory = adapter args = {
      factory.name = audiotestsrc  node.name = tone  media.class = "Audio/Source"
      audio.rate = 48000  audio.channels = 2
      adapter.auto-port-config = { mode = dsp monitor = false control = false position = unknown }
  } }
]
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-servers-'));
  process.env['XDG_RUNTIME_DIR'] = folder;
});
afterAll(() => rmSync(folder, { recursive: true }));

async function untilLinked(output: string, input: string): Promise<void> {
  while (spawnSync('pw-link', [output, input], { timeout: 10_000 }).status !== 0) await sleep(200);
}

const hasPipeWire = spawnSync('pipewire', ['--version']).status === 0;

it.runIf(hasPipeWire && isThere('hw:AC97'))(
  'PipeWire agrees with /proc/asound',
  async () => {
    const config = join(folder, 'pipewire.conf');
    writeFileSync(config, PIPEWIRE);
    const owner = start('pipewire', ['-c', config]);
    try {
      await untilLinked('tone:capture_1', 'sink:playback_1');
      await untilLinked('tone:capture_2', 'sink:playback_2');
      const stream = await runningStream(owner.pid);
      expect(stream.hwParams).toMatchObject({ access: 'MMAP_INTERLEAVED', rateHz: 48_000 });
      await expectAgreement(stream, { pid: owner.pid, command: 'pipewire' });
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
      await expectAgreement(stream, { pid: owner.pid, command: 'aplay' });
    } finally {
      owner.kill('SIGTERM');
      await owner.ended;
    }
  },
  SAMPLING_TIMEOUT_MS,
);
