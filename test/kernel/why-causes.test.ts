/**
 * Causes that are planted again and again, in each owner on each card: `why` names the right one,
 * with the culprit. `WHY_RUNS` is the number of plants of each, `WHY_TRACES` a folder for the
 * recordings of accounts that name something else.
 */

import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isThere } from './cards.js';
import { hasPipeWire } from './pipewire.js';
import {
  buildPrograms,
  folder,
  LATE_INTERRUPT,
  LINKED,
  LONG_HANDLER,
  OWNERS,
  type OwnerName,
  PLANTS,
  type Plant,
  startHalfFull,
  startLinked,
} from './planted-causes.js';
import { describeParts, Scene, type Xrun } from './planted-scene.js';
import { type Running, start } from './program.js';
import { mountTracefs } from './tracefs.js';

const RUNS = Number(process.env['WHY_RUNS'] ?? 1);
const CELL_MS = 60_000 + RUNS * 30_000;

beforeAll(() => {
  buildPrograms();
  mountTracefs();
});
afterAll(() => rmSync(folder, { recursive: true }));

function causeOf(xrun: Xrun | string): Xrun['cause'] | string {
  return typeof xrun === 'string' ? xrun : xrun.cause;
}

function isLike(cause: unknown, expected: object): boolean {
  try {
    expect(cause).toMatchObject(expected);
    return true;
  } catch {
    return false;
  }
}

/** Plants a cause `RUNS` times, and prints how often it was named. All parts add up. */
async function nameEachTime(scene: Scene, plant: Plant, place: string): Promise<void> {
  const found: (Xrun | string)[] = [];
  for (let run = 0; run < RUNS; run++) {
    const name = `${place}, ${plant.name}, ${run}`;
    const xrun = await scene.plant(plant);
    found.push(xrun);
    if (isLike(causeOf(xrun), plant.cause)) continue;
    console.log(`${name}: ${describeParts(xrun)}`);
    await scene.keepRecording(name, typeof xrun !== 'string');
  }
  const causes = found.map(causeOf);
  const right = causes.filter((cause) => isLike(cause, plant.cause));
  console.log(`${place}: ${plant.name}: ${right.length} of ${RUNS}`);
  expect(causes).toMatchObject(causes.map(() => plant.cause));
  // An account without a pointer update before the xrun has no parts.
  for (const { parts } of scene.xruns.filter(({ parts }) => parts.length > 0)) {
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
  }
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
    scene = await Scene.begin(`hw:${card}`, OWNERS[name]);
  });
  afterAll(() => scene.end());

  it.each(PLANTS.filter(({ owners }) => owners === undefined || owners.includes(name)))(
    'names each time $name',
    (plant) => nameEachTime(scene, plant, `${card}, ${name}`),
    CELL_MS,
  );
});

describe.runIf(isThere('hw:AC97'))('why on AC97, while its CPU handles another interrupt,', () => {
  it(
    `names each time ${LONG_HANDLER.name}`,
    async () => {
      const scene = await Scene.begin('hw:AC97', startHalfFull);
      try {
        await nameEachTime(scene, LONG_HANDLER, 'AC97');
      } finally {
        await scene.end();
      }
    },
    CELL_MS,
  );
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
      const scene = await Scene.begin('hw:AC97', startHalfFull);
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
        const scene = await Scene.begin(`hw:${card},0,0`, () => startLinked(card));
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

/** Directories of drivers, in which their devices are. */
const DRIVERS = {
  AC97: '/sys/bus/pci/drivers/snd_intel8x0',
  USB: '/sys/bus/usb/drivers/snd-usb-audio',
} as const;

describe.each((['AC97', 'USB'] as const).filter((card) => isThere(`hw:${card}`)))(
  'why on %s, when the card is removed,',
  (card) => {
    it('reports that, and no cause', async () => {
      const driver = DRIVERS[card];
      const bound = readdirSync(driver).find((name) => /^\d.*:/.test(name))!;
      const scene = await Scene.begin(`hw:${card}`, OWNERS['own program']);
      let removal: Running | undefined;
      try {
        await scene.untilRecording();
        // It returns when the owner has closed the card.
        removal = start('sh', ['-c', `echo ${bound} > ${driver}/unbind`]);
        expect(await scene.tracerEnd).toMatchObject({
          status: 0,
          stderr: expect.stringMatching(/^alsa-mmap: hw:\d,0,0: the card was removed/),
        });
        expect(scene.xruns).toEqual([]);
      } finally {
        await scene.end();
        await removal?.ended;
        writeFileSync(`${driver}/bind`, bound);
      }
    });
  },
);
