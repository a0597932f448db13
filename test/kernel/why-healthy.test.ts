/**
 * Healthy streams: `why` reports no xrun that did not happen. In a guest whose clock counts
 * instructions, so that no thread or card of it is late because of the host: its clock jumps while
 * nothing runs, and minutes pass in seconds.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasPipeWire } from './pipewire.js';
import { buildPrograms, OWNERS, type PlantedOwner } from './planted-causes.js';
import { start, startAlsaMmap } from './program.js';
import { isRecording, mountTracefs } from './tracefs.js';

const STATUS = '/proc/asound/AC97/pcm0p/sub0/status';
const TEN_MINUTES_MS = 600_000;
const ONE_MINUTE_MS = 60_000;
const TWO_MINUTES_MS = 120_000;
/** The process that keeps the clock from jumping past the I/O of the host. */
const filler = spawnSync('pgrep', ['-xf', 'sh -c while :; do :; done'], { encoding: 'utf8' });
const isCounting = filler.status === 0;

/** Lets the clock jump, for a time without I/O. */
async function pass(ms: number): Promise<void> {
  const pid = Number(filler.stdout);
  process.kill(pid, 'SIGSTOP');
  await sleep(ms);
  process.kill(pid, 'SIGCONT');
}

/** Position and start of the stream, by the kernel's own report. */
function position(): { readonly state: string; readonly start: string; readonly frames: number } {
  const text = readFileSync(STATUS, 'utf8');
  const field = (name: string) => new RegExp(`^${name} *: (.*)$`, 'm').exec(text)?.[1] ?? '';
  return { state: field('state'), start: field('trigger_time'), frames: Number(field('hw_ptr')) };
}

/** Plays for a time, and expects no account and a stream that has not stopped. */
async function expectHealthy(
  { process: owner, feeder }: PlantedOwner,
  ms: number,
  ...options: string[]
): Promise<void> {
  const tracer = startAlsaMmap('why', 'hw:AC97', '--json', ...options);
  try {
    const documents: string[] = [];
    tracer.onLine((line) => documents.push(line));
    await expect.poll(() => isRecording(tracer), { timeout: 60_000 }).toBe(true);
    await sleep(5000);
    const begin = position();
    await pass(ms);
    const end = position();
    tracer.kill('SIGTERM');
    expect(await tracer.ended).toMatchObject({ status: 143 });
    expect(documents).toEqual([]);
    expect(end).toMatchObject({ state: 'RUNNING', start: begin.start });
    expect((end.frames - begin.frames) / (48 * ms)).toBeCloseTo(1, 2);
  } finally {
    for (const each of [tracer, owner, feeder]) each?.kill('SIGKILL');
    await Promise.all([tracer, owner, feeder].map((each) => each?.ended));
  }
}

describe.runIf(isCounting)('why reports no account of a healthy stream', () => {
  beforeAll(() => {
    mountTracefs();
    buildPrograms();
  });

  it.each([
    ['ten minutes', 'a trace', TEN_MINUTES_MS, []],
    ['a minute', 'a trace and samples', ONE_MINUTE_MS, ['--kernel']],
  ] as const)(
    'in %s of aplay -M with 200 periods a second, by %s',
    async (_time, _means, ms, options) => {
      const device = ['-q', '-M', '-D', 'hw:AC97', '-t', 'raw', '-f', 'dat'];
      const ring = ['--period-size=240', '--buffer-size=24000'];
      const owner = start('aplay', [...device, ...ring, '/dev/zero']);
      await sleep(1000);
      await expectHealthy({ process: owner }, ms, ...options);
    },
    2 * TEN_MINUTES_MS,
  );

  it.each(Object.entries(OWNERS).filter(([name]) => name !== 'PipeWire' || hasPipeWire))(
    'in two minutes of %s with a ring of 85 ms',
    async (_, startOwner) => {
      const owner = await startOwner('hw:AC97');
      await sleep(1000);
      await expectHealthy(owner, TWO_MINUTES_MS);
    },
    3 * TWO_MINUTES_MS,
  );
});
