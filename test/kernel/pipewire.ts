import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A daemon with a tone and the card `hw:AC97`, and nothing of a desktop. */
export const PIPEWIRE_CONFIG = `
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

export const hasPipeWire = spawnSync('pipewire', ['--version']).status === 0;

export async function untilLinked(output: string, input: string): Promise<void> {
  while (spawnSync('pw-link', [output, input], { timeout: 10_000 }).status !== 0) await sleep(200);
}
