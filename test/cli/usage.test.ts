import { describe, expect, it } from 'vitest';
import { run } from './program.js';
import { refusal } from './refusal.js';

describe.concurrent('a bad option or argument', () => {
  const cases: [what: string, words: string[], says: RegExp][] = [
    ['an unknown command', ['frobnicate'], /unknown command "frobnicate"; .* status, syncptr/],
    ['a misspelled command', ['statsu', 'sim'], /did you mean status\?/],
    ['an option before the command', ['--rate', 'status'], /expected a command before --rate/],
    ['an unknown long option', ['status', 'sim', '--frobnicate'], /unknown option --frobnicate/],
    ['a misspelled option', ['status', 'sim', '--josn'], /--josn \(did you mean --json\?\)/],
    ['an unknown short option', ['status', 'sim', '-x'], /unknown option -x/],
    ['a long option after one dash', ['play-sine', 'sim', '-level', '3'], /mean --level\?/],
    [
      'a name from the language',
      ['status', 'sim', '--constructor'],
      /unknown option --constructor/,
    ],
    [
      'a long option without value',
      ['play-sine', 'sim', '--freq'],
      /--freq: expected .*, got no value/,
    ],
    [
      'a short one without value',
      ['play-sine', 'sim', '-d'],
      /--duration: expected .*, got no value/,
    ],
    [
      'an option for a value',
      ['play-sine', '--freq', '--level', '-3'],
      /--freq: expected .*, got no value/,
    ],
    ['a switch with a value', ['status', 'sim', '--json=false'], /--json takes no value/],
    ['an empty value', ['status', '--device='], /--device: expected the name of a device/],
    [
      'a word for a number',
      ['play-sine', 'sim', '-d', 'soon'],
      /--duration: expected .*got "soon"/,
    ],
    [
      'a hexadecimal number',
      ['play-sine', 'sim', '--freq', '0x1b8'],
      /--freq: expected a number from 0.001 to 5000000 \(Hz\)/,
    ],
    [
      'a number below its range',
      ['play-sine', 'sim', '-d', '0'],
      /--duration: expected a time from 1us/,
    ],
    [
      'a number above its range',
      ['play-sine', 'sim', '--level', '3'],
      /--level: expected a number from -200 to 0/,
    ],
    ['half a channel', ['status', 'sim', '-c', '1.5'], /--channels: expected an integer/],
    ['an unknown format', ['status', 'sim', '-f', 'S20'], /--format: expected a sample format/],
    [
      'a size of nothing',
      ['status', 'sim', '--period-size', '0'],
      /--period-size: expected an integer .*frames/,
    ],
    [
      'a size in an unknown unit',
      ['status', 'sim', '--buffer-size', '1x'],
      /--buffer-size: expected/,
    ],
    [
      'a priority above 99',
      ['play-sine', 'sim', '--realtime=100'],
      /--realtime: expected an integer from 1 to 99/,
    ],
    ['an empty priority', ['play-sine', 'sim', '--realtime='], /--realtime: expected .*, got ""/],
    [
      'a priority after a blank',
      ['play-sine', 'sim', '--realtime', '50'],
      /unexpected argument "50"/,
    ],
    ['a CPU below the first', ['record', 'x', 'sim', '--cpu', '-1'], /--cpu: expected an integer/],
    [
      'another thing to fail on',
      ['record', 'x', 'sim', '--fail-on', 'rain'],
      /--fail-on: expected xrun/,
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
    ['one argument too many', ['status', 'sim', 'sim2'], /unexpected argument "sim2"/],
    ['no file', ['record'], /missing argument FILE \(the WAV file to write/],
    ['an empty file name', ['record', '', 'sim'], /missing argument FILE/],
    ['an empty device', ['status', ''], /DEVICE is empty/],
    [
      'both sides',
      ['status', 'sim', '--capture', '--playback'],
      /--capture and --playback cannot be combined/,
    ],
    ['two devices', ['status', 'sim', '-D', 'hw:0'], /two devices given: sim and --device hw:0/],
    [
      'an interval for one snapshot',
      ['status', 'sim', '--interval', '1'],
      /--interval requires --watch/,
    ],
  ];
  it.each<[words: string[], hint: RegExp]>([
    [['-l'], /-l \(arecord's --list-devices\): /],
    [['record', 'x', 'sim', '--max-file-time', '60'], /use --split-time=60/],
    [
      ['record', 'x', 'sim', '-F', '5000'],
      /-F \(arecord's --period-time\): use --period-size=5000us/,
    ],
    [['arecord', 'x'], /use "alsa-mmap record"/],
  ])('hints at the replacement for %j of arecord', async (words, hint) => {
    expect(await refusal(words, 2)).toMatch(hint);
  });

  it('with --verbose prints the code and no stack', async () => {
    const { code, stderr } = await run(['status', 'sim', '--frobnicate', '-v']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^alsa-mmap: unknown option --frobnicate.*\n {2}code USAGE\n$/);
  });

  it('bounds a time limit whose unit was forgotten', async () => {
    const words = ['bench', 'wakeup', 'sim', '--max-wakeup', '500'];
    expect(await refusal(words, 2)).toContain(
      '--max-wakeup: expected a time up to 60s, got "500" (500 s); for microseconds write 500us',
    );
  });

  it.each(cases)('%s: 2', async (_, words, says) => {
    expect(await refusal(words, 2)).toMatch(says);
  });
});

describe.concurrent('unusual but valid arguments', () => {
  it.each([
    [['status', '--', 'sim']],
    [['status', 'sim', '-c2', '-qv']],
    [['status', '-D', 'sim', 'sim', '--quiet']],
    [['play-sine', 'sim', '--level', '-6', '-d', '.01', '-q']],
    [['-q', '--json', 'status', 'sim']],
    [['-qv', 'play-sine', 'sim', '-f', 'cd', '-d', '10ms']],
    [['status', 'sim', '-r', '48k', '-f', 'dat']],
  ])('%s', async (words) => {
    expect(await run(words)).toMatchObject({ code: 0, stderr: '' });
  });
});
