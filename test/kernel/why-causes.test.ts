/**
 * Causes that are planted again and again, in each owner on each card: `why` names the right one,
 * with the culprit. `WHY_RUNS` is the number of plants of each.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isThere } from './cards.js';
import { hasPipeWire } from './pipewire.js';
import {
  buildPrograms,
  folder,
  LATE_INTERRUPT,
  LINKED,
  OWNERS,
  type OwnerName,
  PLANTS,
  type Plant,
  type PlantedOwner,
  startLinked,
} from './planted-causes.js';
import { type Running, startAlsaMmap } from './program.js';

const TRACEFS = '/sys/kernel/tracing';
const RUNS = Number(process.env['WHY_RUNS'] ?? 1);
/** Plants that may be repeated because the emulated machine itself was late. */
const MAX_REPEATED = RUNS;
const ACCOUNT_MS = 12_000;
/** A history of a few periods comes before each planted cause. */
const SETTLE_MS = 1000;
const CELL_MS = 60_000 + RUNS * 30_000;

beforeAll(() => {
  buildPrograms();
  if (!existsSync(`${TRACEFS}/kprobe_events`)) {
    spawnSync('mount', ['-t', 'tracefs', 'nodev', TRACEFS]);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Xrun {
  readonly ranDryNs: number;
  readonly cause: {
    readonly kind: string;
    readonly detail: string | null;
    readonly call: string | null;
    readonly culprit: object | null;
  };
  readonly parts: readonly { readonly share: number; readonly description: string }[];
}

/** Lateness of the emulated machine, whose processors wait for those of the host. */
function isOfTheMachine({ cause }: Xrun): boolean {
  const isLate = cause.kind === 'interrupt-late' && cause.culprit === null;
  // A thread that runs in poll for long is on an emulated processor that does not run.
  const isHeld = cause.kind === 'too-slow' && cause.call === 'poll()';
  return isLate || isHeld || cause.detail === 'cpu-idle';
}

/** An owner on CPU 1, and the program that explains its xruns. */
class Scene {
  readonly owner: PlantedOwner;
  readonly xruns: Xrun[] = [];
  readonly #tracer: Running;

  constructor(owner: PlantedOwner, device: string) {
    this.owner = owner;
    spawnSync('taskset', ['-acp', '1', `${owner.process.pid}`]);
    this.#tracer = startAlsaMmap('why', device, '--playback', '--json');
    this.#tracer.onLine((line) => this.xruns.push(...JSON.parse(line).xruns));
  }

  async untilRecording(): Promise<void> {
    const instance = `${TRACEFS}/instances/alsa_mmap_${this.#tracer.pid}`;
    const isOn = (name: string) =>
      existsSync(`${instance}/${name}`) && readFileSync(`${instance}/${name}`, 'utf8')[0] === '1';
    await expect
      .poll(() => isOn('tracing_on') && isOn('events/irq/softirq_exit/enable'), { timeout: 30_000 })
      .toBe(true);
  }

  /** Plants a cause until the machine was not late; returns the account, or what is wrong. */
  async plant({ plant }: Plant): Promise<Xrun | string> {
    for (let repeated = 0; repeated <= MAX_REPEATED; repeated++) {
      await this.untilRecording();
      await sleep(SETTLE_MS);
      const before = this.xruns.length;
      let beginNs = Infinity;
      plant(this.owner).onLine((line) => {
        // In seconds, or in nanoseconds.
        beginNs = Math.min(beginNs, line.includes('.') ? 1e9 * Number(line) : Number(line));
      });
      const deadline = performance.now() + ACCOUNT_MS;
      const find = () => this.xruns.find(({ ranDryNs }) => ranDryNs > beginNs);
      while (find() === undefined && performance.now() < deadline) await sleep(20);
      const found = find();
      // An earlier xrun is being explained meanwhile, so the planted one is not recorded.
      if (found === undefined && this.xruns.length > before) continue;
      if (found === undefined || !isOfTheMachine(found)) return found ?? 'no account';
    }
    return 'the machine was late too often';
  }

  async end(): Promise<void> {
    const { process, feeder } = this.owner;
    this.#tracer.kill('SIGTERM');
    for (const each of [process, feeder]) each?.kill('SIGKILL');
    await Promise.all([this.#tracer, process, feeder].map((each) => each?.ended));
  }
}

async function untilPlaying(card: string): Promise<void> {
  const status = `/proc/asound/${card}/pcm0p/sub0/status`;
  await vi.waitFor(() => expect(readFileSync(status, 'utf8')).toContain('RUNNING'), 30_000);
}

function describeParts(xrun: Xrun | string): string {
  if (typeof xrun === 'string') return xrun;
  return xrun.parts
    .map(({ share, description }) => `${(100 * share).toFixed(0)} % ${description}`)
    .join(', ');
}

function isLike(cause: unknown, expected: object): boolean {
  try {
    expect(cause).toMatchObject(expected);
    return true;
  } catch {
    return false;
  }
}

/** Plants a cause `RUNS` times, and prints how often it was named. */
async function nameEachTime(scene: Scene, plant: Plant, place: string): Promise<void> {
  const found: (Xrun | string)[] = [];
  for (let run = 0; run < RUNS; run++) found.push(await scene.plant(plant));
  const causes = found.map((xrun) => (typeof xrun === 'string' ? xrun : xrun.cause));
  const wrong = found.filter((_, run) => !isLike(causes[run], plant.cause));
  console.log(`${place}: ${plant.name}: ${RUNS - wrong.length} of ${RUNS}`);
  for (const xrun of wrong) console.log(describeParts(xrun));
  expect(causes).toMatchObject(causes.map(() => plant.cause));
}

const PLACES = ['AC97', 'Loopback', 'Dummy', 'USB']
  .filter((card) => isThere(`hw:${card}`))
  .flatMap((card) =>
    (Object.keys(OWNERS) as OwnerName[])
      .filter((owner) => owner !== 'PipeWire' || hasPipeWire)
      .map((owner) => [card, owner] as const),
  );

describe.each(PLACES)('why on %s, played by %s,', (card, name) => {
  let scene: Scene;
  beforeAll(async () => {
    const owner = await OWNERS[name](`hw:${card}`);
    await untilPlaying(card);
    scene = new Scene(owner, `hw:${card}`);
  });
  afterAll(() => scene.end());

  it.each(PLANTS.filter(({ owners }) => owners === undefined || owners.includes(name)))(
    'names each time $name',
    async (plant) => {
      const { pid } = scene.owner.process;
      const { priority } = plant;
      if (priority !== undefined) spawnSync('chrt', ['-f', '-a', '-p', `${priority}`, `${pid}`]);
      await nameEachTime(scene, plant, `${card}, ${name}`);
      if (priority !== undefined) spawnSync('chrt', ['-o', '-a', '-p', '0', `${pid}`]);
    },
    CELL_MS,
  );
});

describe.runIf(isThere('hw:AC97'))('why on AC97, when the card is removed,', () => {
  it('reports that, and no cause', async () => {
    const driver = '/sys/bus/pci/drivers/snd_intel8x0';
    const card = readdirSync(driver).find((name) => /^\d{4}:/.test(name))!;
    const { process: owner } = await OWNERS['own program']('hw:AC97');
    await untilPlaying('AC97');
    const tracer = startAlsaMmap('why', 'hw:AC97', '--json');
    await expect.poll(() => existsSync(`${TRACEFS}/instances/alsa_mmap_${tracer.pid}`)).toBe(true);
    await sleep(5000);
    writeFileSync(`${driver}/unbind`, card);
    try {
      const { status, stdout, stderr } = await tracer.ended;
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: expect.stringMatching(/^alsa-mmap: hw:\d,0,0: the card was removed/),
      });
      const xruns = stdout
        .split('\n')
        .filter(Boolean)
        .flatMap((line) => JSON.parse(line).xruns);
      console.log(`AC97, unplug: ${xruns.length} xruns`);
    } finally {
      owner.kill('SIGKILL');
      await owner.ended;
      writeFileSync(`${driver}/bind`, card);
    }
  });
});

/** Numbers of the interrupts of AC97, if they have threads: with `threadirqs`. */
const threaded = spawnSync('ps', ['-eo', 'comm='], { encoding: 'utf8' })
  .stdout.split('\n')
  .flatMap((name) => /^irq\/(\d+)-snd_inte/.exec(name)?.[1] ?? []);

describe.runIf(threaded.length > 0)('why on AC97, whose interrupt has a thread,', () => {
  it(
    `names each time ${LATE_INTERRUPT.name}`,
    async () => {
      for (const number of threaded) writeFileSync(`/proc/irq/${number}/smp_affinity`, '1');
      const owner = await OWNERS['own program']('hw:AC97');
      await untilPlaying('AC97');
      const scene = new Scene(owner, 'hw:AC97');
      try {
        await nameEachTime(scene, LATE_INTERRUPT, 'AC97, threadirqs');
      } finally {
        await scene.end();
      }
    },
    CELL_MS,
  );
});

describe.each(['Dummy', 'Loopback'].filter((card) => isThere(`hw:${card}`)))(
  'why on %s, with two linked streams,',
  (card) => {
    it(
      'names each time the other one that ran dry',
      async () => {
        const owner = startLinked(card);
        await untilPlaying(card);
        const scene = new Scene(owner, `hw:${card},0,0`);
        try {
          await nameEachTime(scene, LINKED, card);
        } finally {
          await scene.end();
        }
      },
      CELL_MS,
    );
  },
);
