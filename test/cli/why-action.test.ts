import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { actOnXrun, XRUN_ACTION } from '../../src/cli/why/xrun-action.js';
import { causeSentence } from '../../src/why/account/describe-cause.js';
import { explainXruns } from '../../src/why/account/explain-xruns.js';
import { traceModel } from '../../src/why/account/trace-model.js';
import { parseTrace } from '../../src/why/trace/parse-trace.js';
import { scratchDirectory } from './program.js';

const scratch = scratchDirectory();
const trace = new URL('../corpus/why/A-stopped-by-a-signal.txt', import.meta.url);
const [account] = explainXruns(traceModel(parseTrace(readFileSync(trace, 'utf8'))));

it.each([
  ['stop', { kind: 'stop' }],
  ['signal:17', { kind: 'signal', pid: 17 }],
  ['shell:echo a:b', { kind: 'shell', command: 'echo a:b' }],
  ['shell:', undefined],
  ['signal:0', undefined],
  ['signal:-1', undefined],
  ['recover', undefined],
])('%s', (text, action) => {
  expect(XRUN_ACTION.parse(text)).toEqual(action);
});

it('a command has the cause in its environment', async () => {
  const file = scratch('cause');
  const echo = 'echo "$ALSA_MMAP_XRUN_KIND: $ALSA_MMAP_XRUN_CAUSE"';
  const command = `${echo} > ${file}.new; mv ${file}.new ${file}`;
  actOnXrun({ kind: 'shell', command }, account!.cause.kind, causeSentence(account!.cause));
  await expect.poll(() => existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(
    'stopped: the owner was stopped by SIGSTOP from bash (190)\n',
  );
});

it('a process gets SIGUSR1', async () => {
  const signal = once(process, 'SIGUSR1');
  actOnXrun({ kind: 'signal', pid: process.pid }, 'stopped', '');
  expect(await signal).toEqual(['SIGUSR1', expect.any(Number)]);
});
