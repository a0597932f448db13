/** The example that watches a stream of aplay: what it reports while aplay is stopped and ended. */

import { expect, it } from 'vitest';
import { runningStream } from './foreign-agreement.js';
import { PROGRAM, start } from './program.js';

const COMMAND =
  `"${process.execPath}" "${PROGRAM}" top --json --interval 100ms | ` +
  `"${process.execPath}" examples/watch-streams.js`;

it('examples/watch-streams.js sees aplay open, have an xrun and close', async () => {
  const watching = start('setsid', ['sh', '-c', COMMAND]);
  try {
    const format = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '2', '-r', '48000', '-B', '100000'];
    const owner = start('aplay', ['-D', 'hw:Loopback', ...format, '/dev/zero']);
    await runningStream(owner.pid);
    await watching.says(/ hw:1,0,0 playback of aplay: opened, S16_LE, 2 channels, 48000 Hz/);
    await watching.says(/aplay: lowest fill \d+ of \d+ frames/);
    owner.kill('SIGSTOP');
    await watching.says(/aplay: XRUN\n.*aplay: xrun 1\n/);
    owner.kill('SIGCONT');
    owner.kill('SIGTERM');
    await owner.ended;
    await watching.says(/aplay: closed\n/);
  } finally {
    process.kill(-watching.pid, 'SIGTERM');
  }
  const { stdout } = await watching.ended;
  expect(stdout.match(/opened|closed/g)).toEqual(['opened', 'closed']);
});
