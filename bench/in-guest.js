import { runInGuest, SHOW_OUTPUT } from '../scripts/guest/run.js';
import { ROOT } from '../scripts/project.js';

const TIMEOUT_SECONDS = 3000;

/**
 * Runs bench/NAME.js --here in the kernel guest. QEMU's audio backend is `none`, which discards
 * playback and captures silence.
 * @param {string} name
 * @param {readonly string[]} cards
 * @param {readonly string[]} words
 * @param {{ icount?: boolean, release?: string | undefined }} [more] `icount` counts instructions
 *   instead of time; the kernel is that of a Debian release
 * @returns the exit code
 */
export async function inGuest(name, cards, words, { icount = false, release } = {}) {
  const { exitCode } = await runInGuest({
    command: [process.execPath, `bench/${name}.js`, '--here', ...words],
    cwd: ROOT,
    cards,
    audio: 'none',
    icount,
    release,
    timeoutSeconds: TIMEOUT_SECONDS,
    ...SHOW_OUTPUT,
  });
  return exitCode;
}
