import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, scratchDirectory } from './program.js';
import { refusal } from './refusal.js';
import { TmuxTerminal } from './tmux.js';

const scratch = scratchDirectory();
const SIZE = { columns: 120, rows: 40 };

/** Command that starts the shell without the user's files, with the script loaded. */
const SHELLS = {
  bash: (script: string) => `bash --noprofile --rcfile ${script}`,
  zsh: (script: string) =>
    `zsh -f -c 'fpath=(${scratch('.')} $fpath); exec zsh -f -i -o nolistbeep' ${script}`,
  fish: (script: string) => `fish --no-config -C 'source ${script}'`,
} as const;
type Shell = keyof typeof SHELLS;

async function startShell(shell: Shell): Promise<TmuxTerminal> {
  const { code, stdout } = await run(['completion', shell]);
  expect(code).toBe(0);
  const script = scratch(shell === 'zsh' ? '_alsa-mmap' : `script.${shell}`);
  writeFileSync(script, stdout);
  const terminal = new TmuxTerminal(SHELLS[shell](script), SIZE);
  await terminal.shows(/[$%>#] ?$/m);
  if (shell === 'zsh') {
    terminal.type(`fpath=(${scratch('.')} $fpath); autoload -Uz compinit; compinit -u -D`, 'Enter');
    terminal.type('clear; echo ready', 'Enter');
    await terminal.shows(/^ready/m);
  }
  return terminal;
}

describe.each(['bash', 'zsh', 'fish'] as const)('%s completes', (shell) => {
  let terminal: TmuxTerminal;
  beforeAll(async () => {
    terminal = await startShell(shell);
  });
  afterAll(() => terminal.close());

  it.each([
    ['a command', 'alsa-mmap rec', 'alsa-mmap record '],
    ['an experiment', 'alsa-mmap bench overh', 'alsa-mmap bench overhead '],
    ['an option', 'alsa-mmap play-sine sim --period-s', 'sim --period-size[= ]?'],
    ['a flag before the command', 'alsa-mmap --qui', 'alsa-mmap --quiet '],
    ['a word of an option', 'alsa-mmap play-sine sim --on-xrun fr', '--on-xrun free-run '],
    ['a word after =', 'alsa-mmap play-sine sim --on-xrun=sto', '--on-xrun=stop '],
    ['a sample format of -f', 'alsa-mmap status -f FLOAT64_B', 'status -f FLOAT64_BE '],
    ['a key of the simulated card', 'alsa-mmap status sim:WAKE', 'status sim:WAKEUP_LATENCY='],
    ['a second key', 'alsa-mmap status sim:STEP=9,UNPL', 'status sim:STEP=9,UNPLUG='],
  ])('%s', async (_name, typed, completed) => {
    terminal.type('C-u', typed, 'Tab');
    await terminal.shows(new RegExp(completed.trimEnd(), 'm'));
    // Shows whether a space follows.
    terminal.type('@');
    await terminal.shows(new RegExp(`${completed}@`, 'm'));
  });
});

it('refuses a shell that it does not know', async () => {
  expect(await refusal(['completion', 'tcsh'], 2)).toContain('bash, zsh, fish');
  await refusal(['completion'], 2);
});
