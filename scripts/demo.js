/**
 * The main job on the simulated card, from a fresh clone: prepare, then a status, a sine played, a
 * recording made, and both checked.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './build/files.js';
import { setUp } from './setup/set-up.js';

const FREQ_HZ = 440;
const LEVEL_DBFS = -12;

process.exitCode = (await setUp()) || (await demo());

async function demo() {
  const { checkTone } = await import('./demo/check-tone.js');
  const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-demo-'));
  const [heard, recorded] = [join(folder, 'heard.wav'), join(folder, 'recorded.wav')];
  try {
    run('status', 'sim');
    run(
      'play-sine',
      `sim:DUMP=${heard}`,
      '--freq',
      `${FREQ_HZ}`,
      '--level',
      `${LEVEL_DBFS}`,
      '-d',
      '2',
    );
    checkTone('what the card heard', heard, FREQ_HZ, LEVEL_DBFS);
    run('record', recorded, 'sim:SIGNAL=sine', '-d', '2');
    checkTone('what was recorded', recorded, FREQ_HZ, LEVEL_DBFS);
    console.log('\nAll is as it should be. On a real card: node bin/alsa-mmap.js status hw:0');
    return 0;
  } catch (error) {
    console.error(`demo: ${error.message}`);
    return 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(...words) {
  console.log(`\n$ alsa-mmap ${words.join(' ')}`);
  const { status } = spawnSync(process.execPath, [join(ROOT, 'bin/alsa-mmap.js'), ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`alsa-mmap ${words[0]} ended with ${status}`);
}
