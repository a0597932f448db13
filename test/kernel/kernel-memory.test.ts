/** Streams of aplay, read in the kernel's memory: what no mapping of the owner shows. */

import { beforeAll, describe, expect, it } from 'vitest';
import { KernelMemory } from '../../src/observe/kernel-memory.js';
import { KernelStream } from '../../src/observe/kernel-stream.js';
import type { OpenStream } from '../../src/observe/sound-tree.js';
import { briefly } from '../brief.js';
import { isThere } from './cards.js';
import { expectForeignAgreement, runningStream, SAMPLING_TIMEOUT_MS } from './foreign-agreement.js';
import { alsaMmap, start } from './program.js';

const FORMAT = ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '2', '-r', '48000'];

let kernel: KernelMemory;
beforeAll(() => {
  const opened = KernelMemory.open();
  expect(opened).toBeInstanceOf(KernelMemory);
  kernel = opened as KernelMemory;
});

const devices = ['hw:AC97', 'hw:Loopback,0,1', 'hw:USB', 'hw:ES1370', 'hw:Dummy'].filter(isThere);

describe.each(briefly(devices, 1))('a stream of %s that aplay writes to', (device) => {
  it(
    'agrees with /proc/asound within one period',
    async () => {
      const owner = start('aplay', ['-D', device, ...FORMAT, '/dev/zero']);
      let stream: OpenStream;
      try {
        stream = await runningStream(owner.pid);
        expect(stream.hwParams?.access).toBe('RW_INTERLEAVED');
        const aplay = { pid: owner.pid, command: 'aplay' };
        await expectForeignAgreement(stream, `aplay -D ${device}`, aplay, kernel);
      } finally {
        owner.kill('SIGTERM');
        await owner.ended;
      }
      expect(KernelStream.find(kernel, stream)).toMatchObject({ errno: 'none' });
      expect(alsaMmap('syncptr', device, '--playback').status).toBe(0);
    },
    SAMPLING_TIMEOUT_MS,
  );

  it('is shown by the program', async () => {
    const owner = start('aplay', ['-D', device, ...FORMAT, '/dev/zero']);
    await runningStream(owner.pid);
    const words = ['--pid', `${owner.pid}`, '--kernel', '--json'];
    const { status, stdout } = alsaMmap('status', ...words);
    owner.kill('SIGKILL');
    await owner.ended;
    const path = { path: 'kcore', refusal: null };
    expect(JSON.parse(stdout)).toMatchObject({ paths: { status: path, control: path } });
    expect(status).toBe(0);
  });
});
