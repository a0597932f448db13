import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { topDocument } from '../../src/cli/top/document.js';
import { topStream } from '../../src/cli/top/stream.js';
import { StreamMonitor } from '../../src/observe/stream-monitor.js';
import { ROOT } from '../cli/program.js';
import { procTree, writeProcTree } from '../observe/proc-tree.js';

/** The documents of `top --json` for the streams of a recorded machine, at three moments. */
const RECORDED = new StreamMonitor({ procRoot: writeProcTree(procTree('print-code')) })
  .read(0)
  .map(topStream)
  .filter(({ params, state }) => params !== null && state === 'RUNNING');
const STREAM = RECORDED[0]!;
const moments = [[STREAM], [{ ...STREAM, state: 'XRUN', xruns: 1, minFill: 48 }], []].map(
  (streams) => JSON.stringify(topDocument(streams)),
);

it('watch-streams.js reports what happens to the stream of another program', () => {
  const { status, stdout } = spawnSync(process.execPath, ['examples/watch-streams.js'], {
    cwd: ROOT,
    input: moments.join('\n'),
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  const name = `${STREAM.name} ${STREAM.direction} of ${STREAM.owner?.command}`;
  const events = lines.map((line) => line.replace(/^\S+ /, '').replace(`${name}: `, ''));
  expect(events).toEqual([
    'opened, S32_LE, 2 channels, 48000 Hz',
    'RUNNING',
    'lowest fill 2000 of 32768 frames, 41.7 ms',
    'XRUN',
    'xrun 1',
    'lowest fill 48 of 32768 frames, 1.0 ms',
    'closed',
  ]);
});
