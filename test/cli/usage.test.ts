import { describe, expect, it } from 'vitest';
import { run } from './program.js';
import { refusal } from './refusal.js';

describe.concurrent('a bad option or argument', () => {
  const cases: [what: string, words: string[], says: RegExp][] = [
    ['an unknown command', ['frobnicate'], /no command "frobnicate"; there are status, syncptr/],
    ['a command with a slip', ['statsu', 'sim'], /did you mean status\?/],
    ['an option before the command', ['--quiet', 'status'], /a command comes before --quiet/],
    ['an unknown long option', ['status', 'sim', '--frobnicate'], /no option --frobnicate/],
    ['an option with a slip', ['status', 'sim', '--josn'], /--josn \(did you mean --json\?\)/],
    ['an unknown short option', ['status', 'sim', '-x'], /no option -x/],
    ['a long option after one dash', ['play-sine', 'sim', '-level', '3'], /mean --level\?/],
    ['a name from the language', ['status', 'sim', '--constructor'], /no option --constructor/],
    ['a long option without value', ['play-sine', 'sim', '--freq'], /--freq needs a value: Hz/],
    ['a short one without value', ['play-sine', 'sim', '-d'], /--duration needs a value: seconds/],
    ['an option for a value', ['play-sine', '--freq', '--level', '-3'], /--freq needs a value/],
    ['a switch with a value', ['status', 'sim', '--json=false'], /--json takes no value/],
    ['an empty value', ['status', '--device='], /--device takes the name of a device/],
    ['a word for a number', ['play-sine', 'sim', '-d', 'soon'], /--duration takes .*not "soon"/],
    ['a hexadecimal number', ['play-sine', 'sim', '--freq', '0x1b8'], /--freq takes Hz/],
    ['a number below its range', ['play-sine', 'sim', '-d', '0'], /--duration takes seconds above/],
    ['a number above its range', ['play-sine', 'sim', '--level', '3'], /--level takes dBFS from/],
    ['half a channel', ['status', 'sim', '-c', '1.5'], /--channels takes a whole number/],
    ['an unknown format', ['status', 'sim', '-f', 'S20'], /--format takes one of S16_LE, S32_LE/],
    ['a size of nothing', ['status', 'sim', '--period-size', '0'], /--period-size takes frames/],
    ['a size in an unknown unit', ['status', 'sim', '--buffer-size', '1h'], /--buffer-size takes/],
    [
      'a priority above 99',
      ['play-sine', 'sim', '--realtime=100'],
      /--realtime takes .* from 1 to 99/,
    ],
    ['an empty priority', ['play-sine', 'sim', '--realtime='], /--realtime takes .*, after "="/],
    [
      'a priority after a blank',
      ['play-sine', 'sim', '--realtime', '50'],
      /"50" is one argument too/,
    ],
    [
      'a CPU below the first',
      ['record', 'x', 'sim', '--cpu', '-1'],
      /--cpu takes the number of a CPU/,
    ],
    [
      'another thing to fail on',
      ['record', 'x', 'sim', '--fail-on', 'rain'],
      /--fail-on takes xrun/,
    ],
    [
      'an option twice',
      ['play-sine', 'sim', '-d', '1', '-d', '2'],
      /--duration is given more than/,
    ],
    [
      'an option twice, long and short',
      ['status', 'sim', '-r', '1', '--rate=2'],
      /--rate is given/,
    ],
    ['one argument too many', ['status', 'sim', 'sim2'], /"sim2" is one argument too many/],
    ['no file', ['record'], /FILE is missing: the WAV file to write/],
    ['an empty file name', ['record', '', 'sim'], /FILE is missing/],
    ['an empty device', ['status', ''], /DEVICE is empty/],
    [
      'both sides',
      ['status', 'sim', '--capture', '--playback'],
      /--capture and --playback exclude/,
    ],
    [
      'two devices',
      ['status', 'sim', '-D', 'hw:0'],
      /two devices are named: sim and --device hw:0/,
    ],
    ['an interval for one look', ['status', 'sim', '--interval', '1'], /--interval .* --watch/],
  ];
  it.each(cases)('%s: 2', async (_, words, says) => {
    expect(await refusal(words, 2)).toMatch(says);
  });
});

describe.concurrent('words that look odd and are right', () => {
  it.each([
    [['status', '--', 'sim']],
    [['status', 'sim', '-c2', '-qv']],
    [['status', '-D', 'sim', 'sim', '--quiet']],
    [['play-sine', 'sim', '--level', '-6', '-d', '.01', '-q']],
  ])('%s', async (words) => {
    expect(await run(words)).toMatchObject({ code: 0, stderr: '' });
  });
});
