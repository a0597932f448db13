import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { briefly } from '../brief.js';
import { startAlsaMmap } from './program.js';
import { soxFrames, writeSine } from './sox.js';
import { totalsOf } from './stream-events.js';

const AC97 = '/sys/bus/pci/drivers/snd_intel8x0';
const DUMMY = '/sys/bus/platform/drivers/snd_dummy';
const USB = '/sys/bus/usb/drivers/usb';
const LONGER_THAN_THE_TEST = 30;

let folder: string;
let wav: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-unplug-'));
  wav = join(folder, 'sine.wav');
  writeSine(wav, LONGER_THAN_THE_TEST);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command until it makes progress, takes the card away, and gives it back. */
async function withoutCard(driver: string, words: readonly string[]) {
  const stream = startAlsaMmap(...words, '--buffer-size', '300ms', '--json');
  await stream.says(/"event":"progress"/);
  const card = readdirSync(driver).find((name) => /^(\d{4}:|snd_dummy\.|\d+-\d+$)/.test(name))!;
  // Returns once nobody holds the card any more.
  writeFileSync(`${driver}/unbind`, card);
  try {
    const ended = await stream.ended;
    expect(ended.status).toBe(8);
    expect(ended.stderr).toMatch(
      /^alsa-mmap: hw:\d,0,0: [^\n]*(disconnected|went away|is gone)[^\n]*\n$/,
    );
    return ended.stdout;
  } finally {
    writeFileSync(`${driver}/bind`, card);
  }
}

describe('exits 8 with one line when the card is removed, and releases the card', () => {
  it.each(
    briefly(
      [
        ['play', USB, 'hw:USB'],
        ['play-sine', AC97, 'hw:AC97'],
        ['play', AC97, 'hw:AC97'],
      ],
      1,
    ),
  )('%s, on the card of %s', async (command, driver, device) => {
    const file = command === 'play' ? [wav] : [];
    const stdout = await withoutCard(driver, [command, ...file, device]);
    expect(totalsOf(stdout).frames).toBeGreaterThan(0);
  });

  it('record, with all frames up to the removal in a file that sox reads', async () => {
    const file = join(folder, 'recorded.wav');
    const options = ['-f', 'S16_LE', '-c', '2', '-r', '48000'];
    const stdout = await withoutCard(DUMMY, ['record', file, 'hw:Dummy', ...options]);
    const { frames } = totalsOf(stdout);
    expect(frames).toBeGreaterThan(0);
    expect(soxFrames(file)).toBe(frames);
  });
});
