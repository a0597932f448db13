// Instructions of the host for the guest: files in the folder `job` of the shared results
// directory.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { CARDS, moduleLines } from './cards.js';
import { searchPath } from './commands.js';

const RESULTS = ['stdout.txt', 'stderr.txt', 'dmesg.txt', 'cards.txt', 'processes.txt'];

/** One word of a shell command, whatever is in it. */
function quote(text) {
  return `'${String(text).replaceAll("'", "'\\''")}'`;
}

export function writeJob(outDir, { command, cwd, env, cards, moduleOptions, ...settings }) {
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

/** A script for the guest's /bin/sh. It inherits nothing: the environment is what stands here. */
function commandScript(command, cwd, env) {
  const variables = Object.entries({ ...guestEnvironment(), ...env }).map(([name, value]) => {
    if (name === '' || /[=\0]/.test(name)) throw new Error(`not a variable's name: ${name}`);
    return quote(`${name}=${value}`);
  });
  const words = ['/usr/bin/env', '-i', ...variables, ...command.map(quote)];
  return lines(['#!/bin/sh', `cd -- ${quote(cwd)} || exit 127`, `exec ${words.join(' ')}`]);
}

function guestEnvironment() {
  // The very Node that runs this comes first: it need not be the one of the distribution.
  const path = [dirname(process.execPath), ...searchPath()];
  return {
    HOME: homedir(),
    PATH: [...new Set(path)].join(delimiter),
    TERM: process.env.TERM ?? 'dumb',
    LANG: 'C.UTF-8',
    ALSA_MMAP_GUEST: '/out',
  };
}

function lines(list) {
  return list.map((line) => `${line}\n`).join('');
}
