/**
 * Works on a word of a mapped file until it is killed, in optimized code, for single-step.c:
 * words-at-work.js store|add|load FILE MODULE. Needs --allow-natives-syntax.
 */

import { openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [mode, file, module] = process.argv.slice(2);
const { addToWord, loadWord, storeWord } = await import(pathToFileURL(module).href);
const addon = createRequire(import.meta.url)('#build/alsa_mmap.node');
const page = addon.map(openSync(file, 'r+'), 0, 4096, true);
const words = new Float64Array(page);
const halves = new Int32Array(page);
const bits = new BigUint64Array(page);

/** Two values that differ in every bit. */
const VALUES = [0x15_5555_5555_5555, 0x0a_aaaa_aaaa_aaaa];
/** Changes both halves with each addition. */
const STEP = 2 ** 31 - 1;

/** Each counts its operations in word 1; loads that are torn in word 2. */
const WORK = {
  store(count) {
    for (let i = 0; i < count; i++) {
      storeWord(words, 0, VALUES[i & 1]);
      halves[2]++;
    }
  },
  add(count) {
    for (let i = 0; i < count; i++) {
      addToWord(words, halves, halves[0], halves[1], STEP);
      halves[2]++;
    }
  },
  load(count) {
    for (let i = 0; i < count; i++) {
      const value = loadWord(words, 0);
      halves[2]++;
      if (value !== VALUES[0] && value !== VALUES[1]) halves[4]++;
    }
  },
};
const work = WORK[mode];
const optimize = new Function('f', '%OptimizeFunctionOnNextCall(f)');
new Function('f', '%PrepareFunctionForOptimization(f)')(work);

for (const value of VALUES) {
  storeWord(words, 0, value);
  work(10_000);
}
optimize(work);
work(10);
bits.fill(0n, 0, 3);
if (mode === 'load') storeWord(words, 0, VALUES[0]);
process.kill(process.pid, 'SIGSTOP');
work(2 ** 30);
