import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { spellOption } from '../../src/cli/help.js';
import { positionalName } from '../../src/cli/options/spec.js';
import { EXPERIMENT_NAMES } from '../../src/measure/experiments.js';
import { ROOT, run } from './program.js';

describe.concurrent('help', () => {
  it.each([['--help'], ['-h'], ['help']])('%s lists every command on stdout', async (word) => {
    const { code, stdout, stderr } = await run([word]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name } of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect(stdout).toContain('alsa-mmap status sim');
  });

  it('groups the commands and the options of the program', async () => {
    const { stdout } = await run(['--help']);
    const titles = stdout.split('\n').filter((line) => /^\S.*:$/.test(line));
    expect(titles).toEqual([
      'Inspect:',
      'Stream:',
      'Measure:',
      'Shell:',
      'Output:',
      'Other:',
      'Examples:',
    ]);
    expect(stdout).toMatch(/\nInspect:\n {2}list +Cards .*\n(.*\n)* {2}status +Snapshot /);
    expect(stdout).toMatch(/\nOther:\n {2}-h, --help .*\n {2}-V, --version /);
  });

  it('is printed to stderr without a command, with exit code 2', async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe((await run(['--help'])).stdout);
  });

  it.each(COMMANDS.map((entry) => [entry.name, entry] as const))(
    '%s lists its arguments, options and examples',
    async (name, { load, summary }) => {
      const { code, stdout, stderr } = await run([name, '--help']);
      const { options, positionals, examples } = await load();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(summary);
      for (const key of Object.keys(positionals)) {
        expect(stdout.split('\n')[0]).toContain(positionalName(key));
      }
      for (const [key, option] of Object.entries(options)) {
        const spelling = `--${spellOption(key, option)}`;
        expect(stdout).toContain(
          option.short === undefined ? `      ${spelling}` : `-${option.short}, ${spelling}`,
        );
      }
      for (const { command } of examples) expect(stdout).toContain(command.slice(0, 30));
      expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
      expect((await run(['help', name])).stdout).toBe(stdout);
      expect((await run([name, 'sim', '-h'])).stdout).toBe(stdout);
    },
  );

  it('of bench names the experiments, and lists the options of those that are named', async () => {
    const { stdout } = await run(['bench', '--help']);
    for (const name of EXPERIMENT_NAMES) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    const { stdout: two } = await run(['bench', 'clock,wakeup', 'sim', '--help']);
    const titles = two.split('\n').filter((line) => line.startsWith('Experiment: '));
    expect(titles).toEqual(['Experiment: clock:', 'Experiment: wakeup:']);
    expect(two).toContain('--max-ppm');
    expect(two).toContain('--duration');
    expect(two).not.toContain('--max-step');
    expect((await run(['help', 'bench', 'clock,wakeup'])).stdout).toBe(two);
  });

  it('exits 2 for an unknown command', async () => {
    expect(await run(['help', 'frobnicate'])).toMatchObject({ code: 2, stdout: '' });
  });

  it.each(['--version', '-V', 'version'])('%s prints the version of the package', async (word) => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await run([word])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});
