// Reads the results directory after a run.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wavPlayers } from './cards.js';
import { wavFile } from './qemu.js';

// First line of a kernel message about a fault in the kernel or a driver.
const PROBLEM =
  /\b(BUG|Oops|WARNING|Kernel panic|general protection fault|blocked for more than)\b/;

/** @param {string} path */
function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** @param {string} text */
function lines(text) {
  return text.split(/\r?\n/).filter(Boolean);
}

/**
 * Returns the problems in both logs: a kernel that panicked wrote no dmesg.txt.
 * @param {string} outDir
 */
export function kernelProblems(outDir) {
  const logs = [read(join(outDir, 'dmesg.txt')), read(join(outDir, 'console.txt'))];
  return [...new Set(logs.flatMap(lines).filter((line) => PROBLEM.test(line)))];
}

/** @param {string} outDir */
export function guestProblems(outDir) {
  return lines(read(join(outDir, 'job/problems')));
}

/** @param {string} outDir */
export function consoleTail(outDir, count = 30) {
  return lines(read(join(outDir, 'console.txt')))
    .slice(-count)
    .join('\n');
}

/**
 * Returns a number, `timeout`, or undefined if the command did not end.
 * @param {string} outDir
 */
export function exitCode(outDir) {
  const text = read(join(outDir, 'job/exit-code')).trim();
  if (text === '') return undefined;
  return text === 'timeout' ? text : Number(text);
}

/** @param {string} outDir */
export function hasStarted(outDir) {
  return existsSync(join(outDir, 'job/started'));
}

/**
 * @param {string} outDir
 * @param {readonly string[]} cards
 * @returns {Record<string, string>}
 */
export function wavFiles(outDir, cards) {
  return Object.fromEntries(wavPlayers(cards).map((card) => [card, wavFile(outDir, card)]));
}
