/** Streams of PipeWire and dmix, which hold a card for other programs. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStream, readOpenStream } from '../../src/observe/sound-tree.js';
import { isThere } from './cards.js';
import { expectForeignAgreement, runningStream, SAMPLING_TIMEOUT_MS } from './foreign-agreement.js';
import { hasPipeWire, PIPEWIRE_CONFIG, untilLinked } from './pipewire.js';
import { alsaMmap, type Running, start, startAlsaMmap } from './program.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-servers-'));
  process.env['XDG_RUNTIME_DIR'] = folder;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(hasPipeWire && isThere('hw:AC97'))('PipeWire', () => {
  let owner: Running;
  let stream: OpenStream;
  beforeAll(async () => {
    const config = join(folder, 'pipewire.conf');
    writeFileSync(config, PIPEWIRE_CONFIG);
    owner = start('pipewire', ['-c', config]);
    await untilLinked('tone:capture_1', 'sink:playback_1');
    await untilLinked('tone:capture_2', 'sink:playback_2');
    stream = await runningStream(owner.pid);
  });
  afterAll(async () => {
    owner.kill('SIGTERM');
    await owner.ended;
    // Nothing holds the device any more.
    expect(alsaMmap('syncptr', 'hw:AC97', '--playback').status).toBe(0);
  });

  it(
    'agrees with /proc/asound',
    async () => {
      expect(stream.hwParams).toMatchObject({ access: 'MMAP_INTERLEAVED', rateHz: 48_000 });
      const pipewire = { pid: owner.pid, command: 'pipewire' };
      await expectForeignAgreement(stream, 'PipeWire on hw:AC97', pipewire);
    },
    SAMPLING_TIMEOUT_MS,
  );

  it('is named, with what frees the card', () => {
    const refused = alsaMmap('syncptr', 'hw:AC97', '--playback', '--json');
    expect(refused.status).toBe(4);
    expect(refused.stdout).toContain('pactl set-card-profile');
  });

  it.each([
    ['status', (pid: number) => ['--pid', `${pid}`, '--watch']],
    ['top', () => ['--filter', stream.name]],
  ] as const)(
    'has its recoveries from an xrun, over within a cycle, counted by %s',
    async (name, wordsFor) => {
      const { bufferSize, rateHz } = stream.hwParams!;
      const interval = ['--interval', '3s', '--json'];
      const program = startAlsaMmap(name, ...wordsFor(owner.pid), ...interval);
      let { restarts } = await nextCounts(program);
      for (let stop = 0; stop < 2; stop++) {
        const { triggerTime } = readOpenStream(stream)!.status;
        owner.kill('SIGSTOP');
        await sleep((1200 * bufferSize) / rateHz);
        owner.kill('SIGCONT');
        const counts = await nextCounts(program);
        expect(counts).toMatchObject({ xruns: 0, timerRefusal: null });
        expect(counts.restarts).toBeGreaterThan(restarts);
        restarts = counts.restarts;
        expect(readOpenStream(stream)!.status.triggerTime).not.toEqual(triggerTime);
      }
      program.kill('SIGTERM');
      await program.ended;
    },
  );
});

it.runIf(isThere('hw:AC97'))(
  'dmix agrees with /proc/asound',
  async () => {
    const format = ['-t', 'raw', '-f', 'S16_LE', '-c', '2', '-r', '48000'];
    const owner = start('aplay', ['-q', '-D', 'dmix:AC97', ...format, '/dev/zero']);
    try {
      const stream = await runningStream(owner.pid);
      const aplay = { pid: owner.pid, command: 'aplay' };
      await expectForeignAgreement(stream, 'aplay -D dmix:AC97', aplay);
    } finally {
      owner.kill('SIGTERM');
      await owner.ended;
    }
  },
  SAMPLING_TIMEOUT_MS,
);

interface Counts {
  readonly xruns: number;
  readonly restarts: number;
  readonly timerRefusal: string | null;
}

/** Counts of the only stream in the next document of `status --watch` or `top`. */
async function nextCounts(program: Running): Promise<Counts> {
  const line = await new Promise<string>((resolve) => program.onLine(resolve));
  const { watched, streams } = JSON.parse(line) as { watched?: Counts; streams?: Counts[] };
  return (watched ?? streams?.[0])!;
}
