import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { ROOT, run } from './program.js';

describe.concurrent('help', () => {
  it.each([['--help'], ['-h'], ['help']])('%s tells every command, on stdout', async (word) => {
    const { code, stdout, stderr } = await run([word]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name } of COMMANDS) expect(stdout).toContain(`alsa-mmap ${name} `);
    expect(stdout).toContain('alsa-mmap status sim');
  });

  it('no words: the same on stderr, and 2', async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe((await run(['--help'])).stdout);
  });

  it.each(COMMANDS.map((entry) => [entry.name, entry] as const))(
    '%s tells its arguments and each of its options',
    async (name, { load, summary }) => {
      const { code, stdout, stderr } = await run([name, '--help']);
      const { options, positionals } = await load();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(summary);
      for (const { name: place } of positionals) expect(stdout.split('\n')[0]).toContain(place);
      for (const [option, { short, placeholder, impliedValue }] of Object.entries(options)) {
        const given = impliedValue === undefined ? `=${placeholder}` : `[=${placeholder}]`;
        const written = `--${option}${placeholder === undefined ? '' : given}`;
        expect(stdout).toContain(
          short === undefined ? `      ${written} ` : `-${short}, ${written} `,
        );
      }
      expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
      expect((await run(['help', name])).stdout).toBe(stdout);
      expect((await run([name, 'sim', '-h'])).stdout).toBe(stdout);
    },
  );

  it('of an unknown command is an error', async () => {
    expect(await run(['help', 'frobnicate'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});
