// Reads the results directory after a run.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wavPlayers } from './cards.js';
import { wavFile } from './qemu.js';

// The first line of what the kernel prints when something is wrong with it or with a driver.
const PROBLEM =
  /\b(BUG|Oops|WARNING|Kernel panic|general protection fault|blocked for more than)\b/;

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function lines(text) {
  return text.split(/\r?\n/).filter(Boolean);
}

/** Both logs: a kernel that panicked wrote no dmesg.txt. */
export function kernelProblems(outDir) {
  const logs = [read(join(outDir, 'dmesg.txt')), read(join(outDir, 'console.txt'))];
  return [...new Set(logs.flatMap(lines).filter((line) => PROBLEM.test(line)))];
}

export function guestProblems(outDir) {
  return lines(read(join(outDir, 'job/problems')));
}

export function consoleTail(outDir, count = 30) {
  return lines(read(join(outDir, 'console.txt')))
    .slice(-count)
    .join('\n');
}

/** A number, `timeout`, or undefined when the guest did not come to the end of the command. */
export function exitCode(outDir) {
  const text = read(join(outDir, 'job/exit-code')).trim();
  if (text === '') return undefined;
  return text === 'timeout' ? text : Number(text);
}

export function hasStarted(outDir) {
  return existsSync(join(outDir, 'job/started'));
}

export function wavFiles(outDir, cards) {
  return Object.fromEntries(wavPlayers(cards).map((card) => [card, wavFile(outDir, card)]));
}
