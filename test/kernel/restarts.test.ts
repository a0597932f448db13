/** Restarts of a stream that are over before its state can be read: the PCM timer reports them. */

import { readdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openDevice } from '../../src/device/open.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { MIN_PROC_INTERVAL_MS } from '../../src/observe/foreign-stream.js';
import { type MonitoredStream, StreamMonitor } from '../../src/observe/stream-monitor.js';
import { briefly } from '../brief.js';
import {
  type OpenStream,
  prime,
  startWith,
  streamOn,
  waitForState,
} from '../conformance/stream.js';
import { isThere } from './cards.js';
import { PATH, runningStream } from './foreign-agreement.js';
import { PROGRAM, start, startAlsaMmap, USER } from './program.js';

const AC97 = '/sys/bus/pci/drivers/snd_intel8x0';
const RESTARTS = 20;

/** Restarts a stream as a sound server does after an xrun: all within microseconds. */
function restart({ device, io }: OpenStream): void {
  device.drop();
  device.prepare();
  prime(io);
  device.start();
}

describe.each(briefly(['hw:AC97', 'hw:Loopback,0,2', 'hw:USB'].filter(isThere), 1))(
  'a stream of %s',
  (name) => {
    const open = async (stopThreshold?: 'never') => {
      const device = await openDevice(name, { direction: 'playback', stopThreshold });
      const monitor = new StreamMonitor({ timers: true });
      const read = async (): Promise<MonitoredStream> => {
        if (PATH === 'proc') await sleep(MIN_PROC_INTERVAL_MS);
        return monitor.read().find(({ snapshot }) => snapshot.stream.owner?.pid === process.pid)!;
      };
      const close = () => {
        monitor.close();
        device.close();
      };
      return { stream: { device, io: streamOn(device) }, read, close };
    };

    it('has each restart between two readings counted', async () => {
      const { stream, read, close } = await open('never');
      try {
        startWith(stream);
        expect(await read()).toMatchObject({ restarts: 0, timerRefusal: null });
        for (let count = 0; count < RESTARTS; count++) restart(stream);
        expect(await read()).toMatchObject({ xruns: 0, restarts: RESTARTS });
      } finally {
        close();
      }
    });

    it('has a restart after an xrun that was seen counted as the xrun', async () => {
      const { stream, read, close } = await open();
      try {
        startWith(stream);
        waitForState(stream, PcmState.XRUN);
        expect(await read()).toMatchObject({ xruns: 1, restarts: 0 });
        restart(stream);
        waitForState(stream, PcmState.XRUN);
        expect(await read()).toMatchObject({ xruns: 2, restarts: 0 });
      } finally {
        close();
      }
    });
  },
);

it.runIf(isThere('hw:AC97'))('top lets go of a card that is removed', async () => {
  const owner = start('aplay', ['-q', '-D', 'hw:AC97', '-f', 'dat', '/dev/zero']);
  const { name } = await runningStream(owner.pid);
  const top = startAlsaMmap('top', '--json', '--filter', name, '--interval', '30s');
  await top.says(/"timerRefusal":null/);
  const card = readdirSync(AC97).find((entry) => /^\d{4}:/.test(entry))!;
  const begin = performance.now();
  // Returns once nobody holds the card any more.
  writeFileSync(`${AC97}/unbind`, card);
  const seconds = (performance.now() - begin) / 1000;
  writeFileSync(`${AC97}/bind`, card);
  await owner.ended;
  top.kill('SIGTERM');
  expect((await top.ended).status).toBe(143);
  expect(seconds).toBeLessThan(15);
});

it('a user without access to the timer has the restarts that hw_ptr shows', async () => {
  const owner = start('aplay', ['-q', '-D', 'hw:Loopback,0,3', '-f', 'dat', '/dev/zero']);
  await runningStream(owner.pid);
  const top = start(process.execPath, [PROGRAM, 'top', '--json'], USER);
  const line = await new Promise<string>((resolve) => top.onLine(resolve));
  for (const { kill, ended } of [top, owner]) {
    kill('SIGKILL');
    await ended;
  }
  const [stream] = (JSON.parse(line) as { streams: MonitoredStream[] }).streams;
  expect(stream!.timerRefusal).toContain('/dev/snd/timer');
});
