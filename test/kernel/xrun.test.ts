import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startAlsaMmap } from './program.js';

const STOPPED_MS = 1500;
const RATE_HZ = 48_000;

interface Event {
  readonly event: string;
  readonly atFrame: number;
  readonly lostFrames: number;
  readonly insertedFrames: number;
  readonly unseenNs: number;
  readonly durationNs: number;
  readonly fillFrames: number;
  readonly frames: number;
  readonly xruns: number;
}

function eventsOf(stdout: string): Event[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
}

describe('a stream whose process stands still runs over or under, says so, and goes on', () => {
  it.each([
    ['play-sine', ['hw:AC97']],
    ['play-sine', ['hw:USB']],
    ['record', ['/tmp/alsa-mmap-xrun.wav', 'hw:Loopback,1']],
  ])('%s %s', async (command, words) => {
    const asked = ['--json', '--fail-on', 'xrun', '-r', `${RATE_HZ}`, '-c', '2', '-f', 'S16_LE'];
    const stream = startAlsaMmap(command, ...words, '--buffer-size', '200ms', '-d', '5', ...asked);
    await stream.says(/"event":"progress"/);
    stream.kill('SIGSTOP');
    await sleep(STOPPED_MS);
    stream.kill('SIGCONT');
    const { status, stdout, stderr } = await stream.ended;
    expect(status).toBe(6);
    expect(stderr).toMatch(/^alsa-mmap: .*ran over or under.*\n$/);

    const events = eventsOf(stdout);
    const xruns = events.filter(({ event }) => event === 'xrun');
    const totals = events.at(-2)!;
    expect(xruns.length).toBeGreaterThan(0);
    const missing = (xrun: Event) => xrun.lostFrames + xrun.insertedFrames;
    const longest = xruns.toSorted((a, b) => missing(b) - missing(a))[0]!;
    // The ring lasts 200 ms; for the rest of the time nothing was played, or nothing recorded.
    expect(missing(longest)).toBeGreaterThan(((STOPPED_MS - 400) * RATE_HZ) / 1000);
    expect(longest.atFrame).toBeGreaterThan(0);
    // From the stop of the process to its next look.
    expect(longest.unseenNs).toBeGreaterThan((STOPPED_MS - 100) * 1e6);
    expect(longest.durationNs).toBeGreaterThan((STOPPED_MS - 400) * 1e6);
    expect(longest.fillFrames).toBeGreaterThanOrEqual(0);
    expect(totals).toMatchObject({ event: 'totals', frames: 5 * RATE_HZ, xruns: xruns.length });
  });
});
