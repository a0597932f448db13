// Instructions of the host for the guest: files in the folder `job` of the shared results
// directory.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { CARDS, moduleLines } from './cards.js';
import { searchPath } from './commands.js';

const RESULTS = ['stdout.txt', 'stderr.txt', 'dmesg.txt', 'cards.txt', 'processes.txt'];

/**
 * Quotes a word for a shell command.
 * @param {string | number} text
 */
function quote(text) {
  return `'${String(text).replaceAll("'", "'\\''")}'`;
}

/**
 * Writes the instructions for a guest.
 * @param {string} outDir
 * @param {object} instructions
 * @param {readonly string[]} instructions.command
 * @param {string} instructions.cwd
 * @param {Readonly<Record<string, string>>} instructions.env
 * @param {readonly string[]} instructions.cards
 * @param {Readonly<Record<string, readonly string[]>>} instructions.moduleOptions
 * @param {Readonly<Record<string, string | number>>} instructions.settings variables of ./init
 */
export function writeJob(outDir, { command, cwd, env, cards, moduleOptions, settings }) {
  const job = join(outDir, 'job');
  for (const name of ['job', 'console.txt', ...RESULTS]) {
    rmSync(join(outDir, name), { recursive: true, force: true });
  }
  mkdirSync(join(job, 'mixer'), { recursive: true });
  for (const name of ['stdout.txt', 'stderr.txt']) writeFileSync(join(outDir, name), '');
  writeFileSync(join(job, 'modules'), lines(moduleLines(cards, moduleOptions)));
  const ids = cards.map((name) => CARDS[name].id).join(' ');
  const script = commandScript(command, cwd, { ALSA_MMAP_CARDS: ids, ...env });
  writeFileSync(join(job, 'command'), script);
  const assignments = Object.entries({ ...settings, cards: ids });
  const text = lines(assignments.map(([name, value]) => `${name}=${quote(value)}`));
  writeFileSync(join(job, 'settings'), text);
  for (const { id, mixer } of cards.map((name) => CARDS[name])) {
    if (mixer) writeFileSync(join(job, 'mixer', id), lines(mixer));
  }
}

/**
 * Returns a script for the guest's /bin/sh, with the whole environment of the command.
 * @param {readonly string[]} command
 * @param {string} cwd
 * @param {Readonly<Record<string, string>>} env
 */
function commandScript(command, cwd, env) {
  const variables = Object.entries({ ...guestEnvironment(), ...env }).map(([name, value]) => {
    if (name === '' || /[=\0]/.test(name))
      throw new Error(`invalid name of an environment variable: "${name}"`);
    return quote(`${name}=${value}`);
  });
  const words = ['/usr/bin/env', '-i', ...variables, ...command.map(quote)];
  return lines(['#!/bin/sh', `cd -- ${quote(cwd)} || exit 127`, `exec ${words.join(' ')}`]);
}

function guestEnvironment() {
  // The Node that runs this comes first: the distribution may have another.
  const path = [dirname(process.execPath), ...searchPath()];
  return {
    HOME: homedir(),
    PATH: [...new Set(path)].join(delimiter),
    TERM: process.env['TERM'] ?? 'dumb',
    LANG: 'C.UTF-8',
    ALSA_MMAP_GUEST: '/out',
  };
}

/** @param {readonly string[]} list */
function lines(list) {
  return list.map((line) => `${line}\n`).join('');
}
