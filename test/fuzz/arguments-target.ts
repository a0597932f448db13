import assert from 'node:assert/strict';
import { COMMANDS } from '../../src/cli/commands.js';
import { parseArguments } from '../../src/cli/options/parse.js';
import type { Command } from '../../src/cli/options/spec.js';
import { answerOf, textOf } from './refusal.js';
import type { FuzzTarget } from './targets.js';

const commands: Command[] = await Promise.all(COMMANDS.map((command) => command.load()));

/** The first byte selects a command; each line after it is an argument. */
export const argumentsTarget: FuzzTarget = {
  pieces: [
    ...[
      '\n',
      '\n--',
      '\n-',
      '=',
      'sim',
      '--json',
      '--device',
      '--format',
      '--rate=',
      '--duration',
      '-d',
      '-c2',
      '-qv',
    ],
    ...[
      '--level',
      '--realtime',
      '--cpu',
      '--period-size',
      '--fail-on',
      '--split-time',
      '--gaps',
      '1',
      '-3',
      '.5',
      '1e9',
    ],
    ...[
      '10ms',
      '--__proto__',
      '--constructor=1',
      '--no-json',
      '--a.b=1',
      '--json.x',
      'out.wav',
      'in.wav',
    ],
  ],
  run([choice = 0, ...rest]) {
    const command = commands[choice % commands.length]!;
    const words = textOf(Uint8Array.from(rest))
      .split('\n')
      .filter((word) => !word.includes('\0'));
    const values = answerOf('USAGE', () => parseArguments(command, words));
    if (values === undefined) return;
    const known = new Set([...Object.keys(command.options), ...Object.keys(command.positionals)]);
    for (const [name, value] of Object.entries(values.values)) {
      assert.ok(known.has(name), `${name} is no option of ${command.name}`);
      assert.ok(!Number.isNaN(value), name);
    }
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
  },
};
