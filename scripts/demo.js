/**
 * Demonstration on the simulated card, from a fresh clone: set-up, a status, a sine played, a
 * recording made, and both checked.
 */

import { join } from 'node:path';
import { runCommand } from './command-line.js';
import { runScript, withTemporaryFolder } from './project.js';
import { setUp } from './setup/set-up.js';

const FREQ_HZ = 440;
const LEVEL_DBFS = -12;

await runCommand('npm run demo', async () => {
  const code = await setUp();
  if (code !== 0) return code;
  const { checkTone } = await import('./demo/check-tone.js');
  return withTemporaryFolder('alsa-mmap-demo', async (folder) => {
    const [played, recorded] = [join(folder, 'played.wav'), join(folder, 'recorded.wav')];
    const tone = ['--freq', `${FREQ_HZ}`, '--level', `${LEVEL_DBFS}`];
    run('status', 'sim');
    run('play-sine', `sim:DUMP=${played}`, ...tone, '-d', '2');
    checkTone('playback', played, FREQ_HZ, LEVEL_DBFS);
    run('record', recorded, 'sim:SIGNAL=sine', '-d', '2');
    checkTone('recording', recorded, FREQ_HZ, LEVEL_DBFS);
    console.log('\nAll checks passed. On a sound card: node bin/alsa-mmap.js status hw:0');
    return 0;
  });
});

/** @param {readonly string[]} words */
function run(...words) {
  console.log(`\n$ alsa-mmap ${words.join(' ')}`);
  const { status } = runScript('bin/alsa-mmap.js', words);
  if (status !== 0) throw new Error(`alsa-mmap ${words[0]} failed with exit code ${status}`);
}
