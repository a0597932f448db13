import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEVICES, type DeviceUnderTest } from './devices.js';
import { openPcm } from './stream.js';

const LIFE = fileURLToPath(new URL('life.js', import.meta.url));
const SLOW = 120_000;

/** Open, map, take regions, write, start, wait, close the stream, close the device. */
const STAGES = [1, 2, 3, 4, 5, 6, 7, 8];

/** Ways to end the process, with the exit code. */
const OF_THE_PROCESS: [ending: string, code: number][] = [
  ['exits', 7],
  ['throws', 1],
  ['starts', 7],
];

function endingOf(under: DeviceUnderTest, ending: string, stage = 0) {
  const words = ['--expose-gc', LIFE, under.name, under.direction, ending, String(stage)];
  const child = spawn(process.execPath, words, { timeout: SLOW, killSignal: 'SIGKILL' });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
    });
  }
  return new Promise<{ code: number | null; signal: string | null; said: string }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, said }));
  });
}

const isSim = ({ name }: DeviceUnderTest) => name === 'sim';
/** A device that one process at a time can open; in the guest, preferably a PCI card. */
const SINGLE = ['hw:AC97', 'hw:USB', 'sim'].find((it) => DEVICES.some(({ name }) => name === it));
const PROCESS_DEVICES = DEVICES.filter(
  ({ name, direction }) => name === SINGLE && direction === 'playback',
);
const THREAD_DEVICES = DEVICES.filter(({ name }) =>
  ['sim', 'hw:Loopback,0', 'hw:Loopback,1'].includes(name),
);

describe.each(PROCESS_DEVICES)('a process with $name $direction', (under) => {
  it.each(OF_THE_PROCESS)(
    'that %s at any stage ends without a signal, and the device is free',
    { timeout: SLOW },
    async (ending, code) => {
      for (const stage of STAGES) {
        const ended = await endingOf(under, ending, stage);
        expect([stage, ended]).toEqual([stage, { code, signal: null, said: expect.any(String) }]);
        if (ending === 'exits') expect(ended.said).toBe('');
        // Also while a process that it started continues.
        const device = await openPcm(under);
        device.close();
      }
    },
  );
});

describe.each(THREAD_DEVICES)('a thread with $name $direction', (under) => {
  const endings = ['closed', 'ended', 'terminated', 'two'];
  // The simulated card is memory of this program: what is not closed stays open.
  if (!isSim(under)) endings.push('collected');

  it.each(endings)(
    'can end at any stage, and the device is free: %s',
    { timeout: SLOW },
    async (ending) => {
      const ended = await endingOf(under, ending);
      expect(ended).toMatchObject({ code: 0, signal: null });
      expect(ended.said.trimEnd().split('\n')).toEqual([
        ...STAGES.map((stage) => `stage ${stage}`),
        'all stages',
      ]);
    },
  );
});
