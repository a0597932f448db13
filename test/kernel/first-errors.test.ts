import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { AS_NOBODY } from '../native/unprivileged.js';
import { isThere, PLAYS } from './cards.js';
import { alsaMmap, PROGRAM, startAlsaMmap } from './program.js';

/** No name at all is one of them: the program then chooses the first device. */
const NAMES = [[PLAYS], [`plug${PLAYS}`], ['default'], []];
const hasLoopback = isThere('hw:Loopback');

/** Runs `status` under a command that takes another one. */
function statusUnder(under: readonly string[], words: readonly string[]) {
  const [command = '', ...rest] = [...under, process.execPath, PROGRAM, 'status', ...words];
  return spawnSync(command, rest, { encoding: 'utf8' });
}

/** Gives the nodes to the group audio, as udev does. */
function giveNodesToAudio(): void {
  const gid = Number(/^audio:[^:]*:(\d+)/m.exec(readFileSync('/etc/group', 'utf8'))![1]);
  for (const name of readdirSync('/dev/snd', { withFileTypes: true })) {
    if (!name.isCharacterDevice()) continue;
    chownSync(`/dev/snd/${name.name}`, 0, gid);
    chmodSync(`/dev/snd/${name.name}`, 0o660);
  }
}

it.skipIf(AS_NOBODY.length === 0).each(NAMES)(
  'exits 9 and names the group for a user outside the group audio: %s',
  (...words) => {
    giveNodesToAudio();
    const { status, stderr } = statusUnder(AS_NOBODY, words);
    expect(stderr).toMatch(/^alsa-mmap: [^\n]*\/dev\/snd\/[^\n]*\baudio\b[^\n]*\(EACCES\)\n$/);
    expect(status).toBe(9);
  },
);

it.skipIf(!existsSync('/usr/bin/unshare')).each(NAMES)(
  'exits 3 and names the missing node in a container without /dev/snd: %s',
  (...words) => {
    const script = 'mount -t tmpfs none /dev/snd && exec "$@"';
    const { status, stderr } = statusUnder(['unshare', '-m', 'sh', '-c', script, 'sh'], words);
    expect(stderr).toMatch(/^alsa-mmap: [^\n]*\/dev\/snd\/controlC\d+[^\n]*\(ENOENT\)\n$/);
    expect(status).toBe(3);
  },
);

it.each(['hw:Dummy,0,99', 'hw:Loopback,0,99'].filter(isThere))(
  'exits 3 with the subdevices of the device: %s',
  (name) => {
    const { status, stderr } = alsaMmap('status', name, '--playback');
    expect(stderr).toMatch(/\b99\b.*\b0 to 7\b/);
    expect(status).toBe(3);
  },
);

it.runIf(hasLoopback)('names the owner of a busy subdevice, not of its neighbour', async () => {
  const holder = startAlsaMmap('play-sine', 'hw:Loopback,0,1', '--json');
  await holder.says(/"event":"opened"/);
  const busy = alsaMmap('syncptr', 'hw:Loopback,0,1', '--playback');
  const free = alsaMmap('syncptr', 'hw:Loopback,0,2', '--playback');
  holder.kill('SIGINT');
  await holder.ended;
  expect(busy.status).toBe(4);
  expect(busy.stderr).toContain(`(pid ${holder.pid})`);
  expect(free).toMatchObject({ status: 0, stderr: '' });
});

it.runIf(hasLoopback)('names the rate that the other end of a loopback prescribes', async () => {
  const holder = startAlsaMmap('play-sine', 'hw:Loopback,0,3', '-r', '48000', '--json');
  await holder.says(/"event":"opened"/);
  const { status, stderr } = alsaMmap('status', 'hw:Loopback,1,3', '--capture', '-r', '44100');
  holder.kill('SIGINT');
  await holder.ended;
  expect(status).toBe(5);
  expect(stderr).toMatch(new RegExp(`hw:\\d,0,3.*\\(pid ${holder.pid}\\).* 48000 Hz`));
});
