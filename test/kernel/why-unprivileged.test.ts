/** `why` without root: likely causes, from what /proc shows to every user. */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { compileSchema } from '../cli/json-schema.js';
import { PLAYS } from './cards.js';
import { PROGRAM, start } from './program.js';

it('reports that the owner was stopped, and why there is no account', async () => {
  const device = ['-q', '-M', '-D', PLAYS, '-t', 'raw', '-f', 'dat', '--buffer-size=8192'];
  const player = start('aplay', [...device, '/dev/zero']);
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  let watcher: ReturnType<typeof start> | undefined;
  try {
    await sleep(1000);
    const words = [process.execPath, PROGRAM, 'why', PLAYS, '--once', '--for', '40s', '--json'];
    watcher = start('setpriv', [...nobody, ...words]);
    await watcher.says(/EACCES/);
    await sleep(3000);
    player.kill('SIGSTOP');
    const { status, stdout } = await watcher.ended;
    expect(status).toBe(0);
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
