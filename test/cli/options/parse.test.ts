import { describe, expect, it } from 'vitest';
import { defineCommand, parseArguments } from '../../../src/cli/options/parse.js';
import { defineOptions } from '../../../src/cli/options/spec.js';
import { duration, formatOrPreset, integer, oneOf } from '../../../src/cli/options/types.js';

const OPTIONS = defineOptions({
  deviceOption: { name: 'device', group: 'Device', short: 'D', type: integer(0, 9), summary: 'd' },
  periodSize: { group: 'Device', short: 'p', type: integer(1, 99), summary: 'p' },
  level: { group: 'Signal', type: integer(-9, 0), default: -6, summary: 'l' },
  onXrun: { group: 'Stream', type: oneOf(['recover', 'stop'], 'ACTION'), summary: 'x' },
  realtime: { group: 'Scheduling', type: integer(1, 99), impliedValue: '80', summary: 'r' },
  watch: { group: 'Output', short: 'w', type: 'flag', summary: 'w', conflictsWith: ['json'] },
  interval: { group: 'Output', type: duration(0, 9), summary: 'i', requires: 'watch' },
  json: { group: 'Output', type: 'flag', short: 'j', summary: 'j' },
  format: { group: 'Device', type: formatOrPreset(), summary: 'f' },
});
const SYNTAX = {
  name: 'x',
  positionals: { file: { summary: 'the file', required: true }, device: { summary: 'the device' } },
  options: OPTIONS,
} as const;
const parse = (...words: string[]) => parseArguments(SYNTAX, words);

describe('parseArguments', () => {
  it('fills in defaults and false, and reports which options were given', () => {
    const { values, given } = parse('out', '--period-size', '64');
    const level: number = values.level;
    const action: 'recover' | 'stop' | undefined = values.onXrun;
    const file: string = values.file;
    expect({ level, action, file, watch: values.watch }).toEqual({
      level: -6,
      action: undefined,
      file: 'out',
      watch: false,
    });
    expect(values.periodSize).toBe(64);
    expect([...given]).toEqual(['periodSize']);
  });

  it.each<[words: string[], expected: object]>([
    [['f', '-p5', '-w'], { periodSize: 5, watch: true }],
    [['f', '--level', '-3'], { level: -3 }],
    [['f', '--realtime', '4'], { realtime: 80, device: '4' }],
    [['f', '--realtime=4'], { realtime: 4 }],
    [['--', 'f', '--realtime'], { file: 'f', device: '--realtime', realtime: undefined }],
    [['f', '-D', '1'], { deviceOption: 1 }],
    [['f', '-w', '--interval=500ms'], { interval: 0.5 }],
  ])('parses %j', (words, expected) => {
    expect(parse(...words).values).toMatchObject(expected);
  });

  it.each<[words: string[], message: RegExp]>([
    [[], /missing argument FILE \(the file\)/],
    [['f', ''], /argument DEVICE is empty/],
    [['f', 'd', '50'], /unexpected argument "50"/],
    [['f', '-p', '100'], /--period-size: expected an integer from 1 to 99, got "100"/],
    [['f', '--period-size'], /--period-size: expected .*, got no value/],
    [['f', '-p', '1', '--period-size=2'], /--period-size is given more than once/],
    [['f', '--json=false'], /--json takes no value/],
    [['f', '--periodSize', '1'], /unknown option --periodSize/],
    [['f', '--constructor'], /unknown option --constructor;/],
    [['f', '--josn'], /unknown option --josn \(did you mean --json\?\)/],
    [['f', '--hepl'], /unknown option --hepl \(did you mean --help\?\)/],
    [['f', '-level', '-3'], /did you mean --level\?/],
    [['f', '-w', '-j'], /--watch and --json cannot be combined/],
    [['f', '--interval', '1'], /--interval requires --watch/],
    [['f', '--on-xrun', 'Recove'], /got "Recove" \(did you mean recover\?\)/],
    [['f', '--format', 's17_le'], /got "s17_le" \(did you mean S16_LE\?\)/],
    [['f', '--format', 'nothing'], /got "nothing";/],
    [
      ['f', '-w', '--interval=500'],
      /--interval: expected a time up to 9s, got "500" \(500 s\); for microseconds write 500us;/,
    ],
    [['f', '-w', '--interval=500s'], /--interval: expected a time from 0 to 9s .*got "500s";/],
  ])('rejects %j', (words, message) => {
    expect(() => parse(...words)).toThrow(message);
    expect(() => parse(...words)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('a repeated positional', () => {
  const parseFiles = (...words: string[]) =>
    parseArguments(
      {
        name: 'y',
        positionals: {
          file: { summary: 'the files', required: true, repeated: true },
          device: { summary: 'the device', accepts: (word) => word.startsWith('hw:') },
        },
        options: {},
      },
      words,
    ).values;

  it.each<[words: string[], file: string[], device?: string]>([
    [['a'], ['a']],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [['a', 'b', 'hw:1'], ['a', 'b'], 'hw:1'],
    [['hw:1'], ['hw:1']],
    [['hw:0', 'hw:1'], ['hw:0'], 'hw:1'],
    [
      ['hw:1', 'a'],
      ['hw:1', 'a'],
    ],
  ])('takes of %j the files %j', (words, file, device) => {
    expect(parseFiles(...words)).toEqual({ file, device });
  });

  it('must not be missing or empty', () => {
    expect(() => parseFiles()).toThrow(/missing argument FILE \(the files\)/);
    expect(() => parseFiles('a', '')).toThrow(/argument FILE is empty/);
  });
});

describe('defineCommand', () => {
  it('runs with the parsed values and returns the exit code', async () => {
    const command = defineCommand({
      ...SYNTAX,
      examples: [{ command: 'alsa-mmap x f', summary: '' }],
      async run(values, given) {
        // @ts-expect-error the command has no such option
        void values.missing;
        return values.level + given.size;
      },
    });
    expect(await command.execute(['f', '--level=-2'])).toBe(-1);
  });
});
