/** The exporter counts the xruns that a running `why` has explained, by their cause. */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PLAYS } from './cards.js';
import { start, startAlsaMmap } from './program.js';
import { isRecording, mountTracefs } from './tracefs.js';

const PORT = 9464;
/** Attempts, because the emulated machine may be late itself at the same time. */
const ATTEMPTS = 3;

/** Numbers of explained xruns by cause. */
async function explained(): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${PORT}/metrics`)).text();
  const samples = text.matchAll(/^alsa_pcm_explained_xruns_total\{.*cause="(.+?)".*\} (\d+)/gm);
  return new Map([...samples].map(([, cause, count]) => [cause!, Number(count)]));
}

it('counts an xrun of an owner that was stopped', async () => {
  mountTracefs();
  const device = ['-q', '-M', '-D', PLAYS, '-t', 'raw', '-f', 'dat', '--buffer-size=8192'];
  const player = start('aplay', [...device, '/dev/zero']);
  await sleep(1000);
  const tracer = startAlsaMmap('why', PLAYS);
  const exporter = startAlsaMmap('exporter', '--listen', `${PORT}`);
  try {
    await exporter.says(/\/metrics/);
    let count = 0;
    for (let attempt = 0; attempt < ATTEMPTS && count === 0; attempt++) {
      await expect.poll(() => isRecording(tracer), { timeout: 60_000 }).toBe(true);
      await sleep(1000);
      const before = await explained();
      player.kill('SIGSTOP');
      await expect.poll(explained, { timeout: 60_000 }).not.toEqual(before);
      player.kill('SIGCONT');
      count = (await explained()).get('stopped') ?? 0;
    }
    expect(count).toBe(1);
    tracer.kill('SIGTERM');
    await tracer.ended;
    await expect.poll(explained, { timeout: 20_000 }).toEqual(new Map());
  } finally {
    for (const each of [tracer, exporter, player]) each.kill('SIGKILL');
    await Promise.all([tracer.ended, exporter.ended, player.ended]);
  }
}, 300_000);
