/** `why` without root: likely causes, from what /proc shows to every user. */

import { chmodSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { compileSchema } from '../cli/json-schema.js';
import { PLAYS } from './cards.js';
import { PROGRAM, start } from './program.js';

const NOBODY = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, PROGRAM];

it('reports that the owner was stopped, and why there is no account', async () => {
  const device = ['-q', '-M', '-D', PLAYS, '-t', 'raw', '-f', 'dat', '--buffer-size=8192'];
  const player = start('aplay', [...device, '/dev/zero']);
  let watcher: ReturnType<typeof start> | undefined;
  try {
    await sleep(1000);
    const words = ['why', PLAYS, '--once', '--for', '40s', '--json'];
    watcher = start('setpriv', [...NOBODY, ...words]);
    await watcher.says(/without a kernel trace/);
    await sleep(3000);
    player.kill('SIGSTOP');
    const { status, stdout, stderr } = await watcher.ended;
    expect(status).toBe(0);
    expect(stderr.match(/cannot write \/run\/alsa-mmap: EACCES\n/g)).toHaveLength(1);
    const document = JSON.parse(stdout);
    const validate = compileSchema('likely');
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document).toMatchObject({
      schema: 'alsa-mmap.likely/1',
      owner: { pid: player.pid, command: 'aplay' },
    });
    const sum = document.parts.reduce((ns: number, part: { ns: number }) => ns + part.ns, 0);
    expect(Math.abs(sum - (document.toNs - document.fromNs))).toBeLessThan(1e5);
    expect(document.kind).toBe('stopped');
  } finally {
    watcher?.kill('SIGTERM');
    player.kill('SIGCONT');
    player.kill('SIGKILL');
    await player.ended;
  }
});

it('play-sine --why reports that top and exporter will not have its causes', async () => {
  const nodes = readdirSync('/dev/snd').map((name) => `/dev/snd/${name}`);
  for (const node of nodes) chmodSync(node, 0o666);
  const words = ['play-sine', PLAYS, '--why', '-d', '0.5', '-q'];
  const { status, stderr } = await start('setpriv', [...NOBODY, ...words]).ended;
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringMatching(/^alsa-mmap: top .*cannot write \/run\/alsa-mmap: EACCES\n$/),
  });
});
