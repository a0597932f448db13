/** The interval of `bench clock` against a rate that is known: the rate shift of snd-aloop. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { runInGuest } from '../../scripts/guest/run.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUNS = Number(process.env['COVERAGE_RUNS'] ?? 40);
/** Lower limit that 40 intervals of 95 % miss in 0.3 % of all series. */
const MIN_SHARE = 0.85;

const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-coverage-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Rate shifts from 99980 to 100020 in an order that does not rise with time. */
const shifts = Array.from({ length: RUNS }, (_, run) => 99_980 + ((run * 17) % 41));

const SCRIPT = `
  run=0
  for shift in ${shifts.join(' ')}; do
    amixer -q -c Loopback cset "iface=PCM,name='PCM Rate Shift 100000',device=1" $shift || exit 1
    node bin/alsa-mmap.js bench clock hw:Loopback,0 -d 10 --json >/out/$run.json || exit 1
    run=$((run + 1))
  done`;

interface ClockFigures {
  readonly ppm: number;
  readonly ppmInterval: { readonly low: number; readonly high: number };
}

it(`contains the rate of snd-aloop in 95 % of ${RUNS} runs, without a bias`, async () => {
  const { exitCode } = await runInGuest({
    command: ['sh', '-c', SCRIPT],
    cwd: ROOT,
    cards: ['loopback'],
    outDir: folder,
    timeoutSeconds: 60 + 40 * RUNS,
  });
  expect(exitCode).toBe(0);
  const runs = shifts.map((shift, run) => {
    const document = JSON.parse(readFileSync(join(folder, `${run}.json`), 'utf8'));
    const { ppm, ppmInterval }: ClockFigures = document.experiments[0].result;
    const truth = (100_000 / shift - 1) * 1e6;
    const holds = ppmInterval.low <= truth && truth <= ppmInterval.high;
    return { truth, error: ppm - truth, ...ppmInterval, holds };
  });
  const held = runs.filter(({ holds }) => holds).length;
  console.log(`${held} of ${RUNS} intervals contain the truth`, runs);
  expect(held / RUNS).toBeGreaterThanOrEqual(MIN_SHARE);
  // Errors are late interrupts of an emulated machine: about 5 ppm each, in either direction.
  const bias = runs.reduce((sum, { error }) => sum + error, 0) / RUNS;
  expect(Math.abs(bias)).toBeLessThan(20 / Math.sqrt(RUNS));
});
