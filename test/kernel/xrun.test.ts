import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { briefly } from '../brief.js';
import { isThere, PLAYS } from './cards.js';
import { startAlsaMmap } from './program.js';
import { writeSine } from './sox.js';
import { eventsOf, type StreamEvent, totalsOf } from './stream-events.js';

const STOPPED_MS = 1500;
const RATE_HZ = 48_000;

const ASKED = ['-r', `${RATE_HZ}`, '-c', '2', '-f', 'S16_LE', '-d', '5'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-xrun-'));
  writeSine(join(folder, 'sine.wav'), 5);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a stream whose process is stopped reports an xrun and continues', () => {
  const streams = [
    ['play sine.wav', PLAYS, []],
    ['record recorded.wav', 'hw:Loopback,1', ASKED],
    ['play-sine', 'hw:AC97', ASKED],
    ['play-sine', 'hw:USB', ASKED],
  ] as const;
  it.each(
    briefly(
      streams.filter(([, device]) => isThere(device)),
      1,
    ),
  )('%s %s', async (command, device, options) => {
    const [name = '', file] = command.split(' ');
    const words = [name, ...(file === undefined ? [] : [join(folder, file)]), '-D', device];
    const common = ['--buffer-size', '200ms', '--json', '--fail-on', 'xrun'];
    const stream = startAlsaMmap(...words, ...common, ...options);
    await stream.says(/"event":"progress"/);
    stream.kill('SIGSTOP');
    await sleep(STOPPED_MS);
    stream.kill('SIGCONT');
    const { status, stdout, stderr } = await stream.ended;
    expect(status).toBe(6);
    expect(stderr).toMatch(/^alsa-mmap: .*\d+ xruns?: .*\n$/);

    const events = eventsOf(stdout);
    const xruns = events.filter(({ event }) => event === 'xrun');
    const totals = totalsOf(stdout);
    expect(xruns.length).toBeGreaterThan(0);
    const missing = (xrun: StreamEvent) => xrun.lostFrames + xrun.silentFrames;
    const longest = xruns.toSorted((a, b) => missing(b) - missing(a))[0]!;
    // The ring lasts 200 ms; for the rest of the time nothing was played, or nothing recorded.
    expect(missing(longest)).toBeGreaterThan(((STOPPED_MS - 400) * RATE_HZ) / 1000);
    expect(longest.atFrame).toBeGreaterThan(0);
    // From the stop of the process to its next cycle.
    expect(longest.sinceLastWakeupNs).toBeGreaterThan((STOPPED_MS - 100) * 1e6);
    expect(longest.durationNs).toBeGreaterThan((STOPPED_MS - 400) * 1e6);
    expect(longest.fillFrames).toBeGreaterThanOrEqual(0);
    expect(totals).toMatchObject({ event: 'totals', frames: 5 * RATE_HZ, xruns: xruns.length });
  });
});
