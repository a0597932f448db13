/** A program whose stream is watched: it makes the same system calls, and none of them fails. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForeignStream } from '../../src/observe/foreign-stream.js';
import { HeldStream } from '../../src/observe/held-stream.js';
import { KernelMemory } from '../../src/observe/kernel-memory.js';
import { briefly } from '../brief.js';
import { writePattern } from './aloop-pattern.js';
import { isThere } from './cards.js';
import { runningStream } from './foreign-agreement.js';
import { type Running, start } from './program.js';

let folder: string;
let kernel: KernelMemory;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-observed-'));
  writePattern(join(folder, 'first.wav'), 'S16_LE', 2);
  writePattern(join(folder, 'second.wav'), 'S16_LE', 2, { rateHz: 44_100 });
  kernel = KernelMemory.open() as KernelMemory;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads the stream of a process in every way, until its owner ends; returns the reads. */
async function observe(pid: number, { ended }: Running): Promise<number> {
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  const stream = await runningStream(pid);
  const observers = [new ForeignStream(stream), new ForeignStream(stream, { kernel })];
  const held = HeldStream.find(stream) as HeldStream;
  let reads = 0;
  while (!isOver) {
    for (const observer of observers) if (observer.read() !== undefined) reads++;
    if (!('errno' in held.read())) reads++;
    if (held.copyRing(0, new Uint8Array(4096)) === undefined) reads++;
    await sleep(2);
  }
  return reads;
}

/** Names of the system calls, calls on the PCM that failed, and signals, of a trace by strace. */
function summary(trace: string) {
  const lines = readFileSync(trace, 'utf8').split('\n');
  const names = lines.flatMap((line) => /^\d+ +(\w+)\(/.exec(line)?.[1] ?? []);
  const isOfPcm = (line: string) => line.includes('SNDRV_PCM_') || line.includes('/dev/snd/pcm');
  return {
    names: [...new Set(names)].sort(),
    failed: lines.filter((line) => isOfPcm(line) && line.includes(' = -1 E')),
    signals: lines.filter((line) => /^\d+ +---/.test(line)),
  };
}

/** Process that strace has started: the one of its first line. */
async function tracedPid(trace: string): Promise<number> {
  for (;;) {
    const pid = /^(\d+) .*\n/.exec(readFileSync(trace, { encoding: 'utf8', flag: 'a+' }))?.[1];
    if (pid !== undefined) return Number(pid);
    await sleep(20);
  }
}

const devices = briefly(['hw:AC97', 'hw:Loopback,0,5'].filter(isThere), 1);

describe.each(devices)('aplay on %s while it is watched', (device) => {
  it('makes the same system calls, and gets no signal', async () => {
    const [alone, observed] = ['alone', 'observed'].map((name) => join(folder, `${name}.txt`));
    const run = (trace: string) => {
      // It has the process of another attempt or device.
      rmSync(trace, { force: true });
      return start('strace', [
        ...['-f', '-o', trace, '-e', 'trace=all'],
        ...['aplay', '-q', '-D', device, '-B', '400000', join(folder, 'first.wav')],
      ]);
    };
    expect(await run(alone!).ended).toMatchObject({ status: 0 });
    const owner = run(observed!);
    const reads = await observe(await tracedPid(observed!), owner);
    expect(await owner.ended).toMatchObject({ status: 0 });
    expect(reads).toBeGreaterThan(50);
    expect(summary(observed!)).toEqual(summary(alone!));
    expect(summary(observed!).signals).toEqual([]);
  });

  it.each([[[]], [['-M']]])(
    '%j sets up its stream again, and leaves the card free',
    async (words) => {
      const files = ['first.wav', 'second.wav', 'first.wav'].map((name) => join(folder, name));
      const options = ['-q', ...words, '-D', `plug${device}`, '-B', '400000'];
      const owner = start('aplay', [...options, ...files]);
      expect(await observe(owner.pid, owner)).toBeGreaterThan(50);
      expect((await owner.ended).status).toBe(0);
      const next = start('aplay', ['-q', '-D', device, '-d', '1', files[0]!]);
      expect((await next.ended).status).toBe(0);
    },
  );
});
