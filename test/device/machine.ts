import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * Creates the files of a machine, as recorded, below a directory that is removed after the test.
 * @param files contents by path; one that starts with `-> ` is a link
 * @returns the directory
 */
export function machine(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'alsa-mmap-machine-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), join(root, path));
    else writeFileSync(join(root, path), content);
  }
  return root;
}

/** A card with one PCM in both directions, which has two substreams in each; all are closed. */
export const CARD: Readonly<Record<string, string>> = {
  'proc/asound/pcm': '01-00: Loopback PCM : Loopback PCM : playback 2 : capture 2\n',
  'proc/asound/Loopback': '-> card1',
  ...Object.fromEntries(
    ['pcm0p', 'pcm0c', 'pcm1p', 'pcm1c'].flatMap((pcm) => [
      [`proc/asound/card1/${pcm}/info`, 'card: 1\nid: Loopback PCM\nname: Loopback PCM\n'],
      [`proc/asound/card1/${pcm}/sub0/status`, 'closed\n'],
      [`proc/asound/card1/${pcm}/sub1/status`, 'closed\n'],
    ]),
  ),
  'dev/snd/controlC1': '',
  'etc/group': 'root:x:0:\naudio:x:29:alice\n',
};

/** Files of a process that has substream 1 of playback device 0 open, in its second thread. */
export const owner = (command: string): Readonly<Record<string, string>> => ({
  'proc/asound/card1/pcm0p/sub1/status':
    'state: RUNNING\nowner_pid   : 814\ntrigger_time: 5.0\nhw_ptr      : 4096\n',
  'proc/asound/card1/pcm0p/sub1/hw_params':
    'access: MMAP_INTERLEAVED\nformat: S16_LE\nsubformat: STD\nchannels: 2\n' +
    'rate: 48000 (48000/1)\nperiod_size: 1024\nbuffer_size: 4096\n',
  'proc/814/status': 'Name:\tdata-loop.0\nTgid:\t812\nPid:\t814\n',
  'proc/812/comm': `${command}\n`,
});
