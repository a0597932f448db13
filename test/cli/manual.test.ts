import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { updateManual } from '../../scripts/build/manual-page.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { spellOption } from '../../src/cli/help.js';
import { parseArguments } from '../../src/cli/options/parse.js';
import { positionalName } from '../../src/cli/options/spec.js';
import { SIGNAL_EXIT_CODES } from '../../src/cli/signals.js';
import { ERROR_CODES } from '../../src/device/errors.js';
import { FORMAT_NAMES } from '../../src/device/format.js';
import { parseSimConfig } from '../../src/sim/config.js';
import { entries, manPage, section } from './man-page.js';
import { ROOT } from './program.js';

const PAGES = ['alsa-mmap', ...COMMANDS.map(({ name }) => `alsa-mmap-${name}`)];
const SECTIONS = 'NAME SYNOPSIS DESCRIPTION OPTIONS OUTPUT EXIT\u00a0STATUS EXAMPLES SEE\u00a0ALSO';

const groffIsThere = spawnSync('groff', ['--version']).error === undefined;
if (!groffIsThere) process.stderr.write('SKIPPED: groff is not installed, the manual goes unset\n');

describe('the manual', () => {
  it('has a page for the program and for each command, and no other', () => {
    const there = readdirSync(join(ROOT, 'man')).map((file) => file.replace(/\.1$/, ''));
    expect(there.sort()).toEqual(PAGES.toSorted());
  });

  it.each(PAGES)('%s has every section', (name) => {
    const page = manPage(name);
    for (const title of SECTIONS.split(' ').map((word) => word.replace('\u00a0', ' '))) {
      expect(section(page, title).join('').trim(), title).not.toBe('');
    }
    const [summary] = section(page, 'NAME');
    expect(summary!.replaceAll('\\-', '-')).toMatch(new RegExp(`^${name} - \\S`));
  });

  it.skipIf(!groffIsThere).each(PAGES)('%s is set without a warning', (name) => {
    const { stderr, status } = spawnSync('groff', ['-man', '-ww', '-z'], {
      input: manPage(name),
      encoding: 'utf8',
    });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('names every command on the first page, with its summary', () => {
    const listed = entries(section(manPage('alsa-mmap'), 'Commands'));
    expect(listed.map(({ head }) => head)).toEqual(
      COMMANDS.map(({ name }) => `alsa-mmap-${name}(1)`),
    );
    expect(listed.map(({ text }) => text.trim())).toEqual(
      COMMANDS.map(({ summary }) => `${summary}.`),
    );
  });
});

describe('the options of a command', () => {
  it.each(COMMANDS.map((entry) => [entry.name, entry] as const))(
    '%s has the same options in the manual and in the program',
    async (name, { load }) => {
      const { options, positionals } = await load();
      const expected = Object.entries(options).map(([key, option]) => {
        const spelling = `--${spellOption(key, option)}`;
        if (option.short === undefined) return spelling;
        const value = option.type === 'flag' ? '' : ` ${option.type.placeholder}`;
        return `-${option.short}${value}, ${spelling}`;
      });
      const page = manPage(`alsa-mmap-${name}`);
      const heads = entries(section(page, 'OPTIONS')).map(({ head }) => head);
      expect(heads.toSorted()).toEqual([...expected, '-h, --help'].sort());
      for (const key of Object.keys(positionals)) {
        expect(section(page, 'SYNOPSIS').join(' ')).toContain(positionalName(key));
      }
    },
  );

  it.each(COMMANDS.map((entry) => [entry.name, entry] as const))(
    '%s: the generated sections are current (node scripts/build.js writes them)',
    async (name, { load }) => {
      const page = manPage(`alsa-mmap-${name}`);
      expect(updateManual(page, await load())).toBe(page);
    },
  );

  it.each(COMMANDS.map((entry) => [entry.name, entry] as const))(
    '%s: every example is valid',
    async (name, { load }) => {
      const command = await load();
      for (const { command: line } of command.examples) {
        const [program, word, ...words] = line.split(/ [|>] /)[0]!.split(' ');
        expect([program, word]).toEqual(['alsa-mmap', name]);
        expect(() => parseArguments(command, words)).not.toThrow();
      }
    },
  );
});

describe('the sample formats', () => {
  it('are all on the first page, in order of preference', () => {
    const words = section(manPage('alsa-mmap'), 'Sample formats').join(' ').split(/\s+/);
    const listed = words.slice(words.indexOf('.nf') + 1, words.indexOf('.fi'));
    expect(listed).toEqual(FORMAT_NAMES);
  });
});

describe('the simulated card', () => {
  it('has the keys that are on the page, and no other', () => {
    const refused = () => parseSimConfig('sim:?=1');
    expect(refused).toThrow(/keys: /);
    const keys = /keys: (.*)$/.exec(messageOf(refused))![1]!.split(', ');
    const heads = entries(section(manPage('alsa-mmap'), 'The simulated card')).map(
      ({ head }) => head.split('=')[0],
    );
    expect(heads.toSorted()).toEqual(keys.toSorted());
  });
});

describe('an exit status', () => {
  const listed = entries(section(manPage('alsa-mmap'), 'EXIT STATUS'));

  it('is on the page with the code that has it', () => {
    for (const [code, { exit }] of Object.entries(ERROR_CODES)) {
      const entry = listed.find(({ head }) => head === String(exit));
      expect(entry?.text, code).toMatch(new RegExp(`\\b${code}\\b`));
    }
  });

  it('is not on the page without one', () => {
    const exits = Object.values(ERROR_CODES).map(({ exit }) => String(exit));
    const signals = Object.values(SIGNAL_EXIT_CODES).toSorted((a, b) => a - b);
    const known = new Set(['0', ...exits, signals.join(', ')]);
    expect(listed.map(({ head }) => head)).toEqual([...known]);
    const codes = listed.flatMap(
      ({ text }) => text.match(/\b[A-Z]+_?[A-Z]+(?=\s*:| \n|\n)/g) ?? [],
    );
    for (const code of codes) expect(Object.keys(ERROR_CODES)).toContain(code);
  });
});

function messageOf(call: () => unknown): string {
  try {
    call();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
