import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { printedPid, processId, watch } from './program.js';

it('reads a process ID whose line comes in parts', async () => {
  const script = "printf pid=; sleep 0.1; printf 41; sleep 0.1; printf '72\\n'";
  expect(await printedPid(watch(spawn('sh', ['-c', script])))).toBe(4172);
});

it.each(['', ' ', '0', '-1', 'pid', '12 13'])('refuses "%s" as a process to signal', (text) => {
  expect(() => processId(text)).toThrow('expected a process ID');
});
