import { AlsaMmapError } from '../device/errors.js';
import { UnknownOptionError } from './options/parse.js';

type Hint = string | ((value: string | undefined) => string);

const STREAM_COMMANDS = 'use "play" or "record"; --capture and --playback select the direction';

/**
 * Options of arecord and aplay (alsa-utils 1.2.8) that this program spells differently or lacks:
 * their names, separated by spaces, and what to use.
 */
const APLAY_OPTIONS: readonly (readonly [names: string, hint: Hint])[] = [
  ['-l --list-devices', 'use the command "list"'],
  ['-L --list-pcms', 'use the command "list"'],
  ['-t --file-type', '"play" has --type; "record" writes WAV, use "record -" and sox for others'],
  ['-s --samples', 'use --duration (frames divided by the rate)'],
  ['-M --mmap', 'always enabled; leave it out'],
  ['-N --nonblock', 'always enabled; leave it out'],
  ['-F --period-time', (us = 'N') => `use --period-size=${us}us`],
  ['-B --buffer-time', (us = 'N') => `use --buffer-size=${us}us`],
  ['-A --avail-min', 'the stream loop chooses it; "syncptr --avail-min" writes it'],
  ['-R --start-delay', 'not available'],
  ['-T --stop-delay', 'not available; see --on-xrun'],
  ['-V --vumeter', '"record" always shows levels on a terminal'],
  ['-I --separate-channels', 'not available; split with sox remix'],
  ['-P --playback', STREAM_COMMANDS],
  ['-C --capture', STREAM_COMMANDS],
  ['-i --interactive', 'not available; Ctrl-C stops the stream in order'],
  ['-m --chmap', "not available; the driver's channel order is kept"],
  [
    '--disable-resample --disable-channels --disable-format --disable-softvol',
    'nothing is ever converted; leave it out',
  ],
  ['--test-position --test-coef', 'use "bench pointer" or "bench check"'],
  ['--test-nowait', 'use "bench check"'],
  ['--max-file-time', (seconds = 'N') => `use --split-time=${seconds}`],
  ['--use-strftime', 'always enabled: FILE can contain %Y, %m, %d, %H, %M, %S'],
  ['--process-id-file', 'not available'],
  ['--dump-hw-params', 'use the command "info"'],
  ['--fatal-errors', 'use --on-xrun=stop'],
];

/** Adds advice to the error for an option of arecord or aplay that this program does not have. */
export function withAplayHint(error: unknown, words: readonly string[]): unknown {
  const option = error instanceof UnknownOptionError ? error.option : undefined;
  const first = words[0] ?? '';
  const word = option ?? (/^(-|a(play|record)$)/.test(first) ? first : undefined);
  if (word === undefined || !(error instanceof AlsaMmapError) || error.code !== 'USAGE') {
    return error;
  }
  const hint = hintFor(word, words);
  return hint === undefined ? error : new AlsaMmapError('USAGE', hint);
}

/**
 * Message for a word of arecord's or aplay's command line.
 * @param word the option with its dashes, or the name of the program
 * @returns undefined if neither has this option
 */
function hintFor(word: string, words: readonly string[]): string | undefined {
  if (word === 'arecord') return 'unknown command "arecord"; use "alsa-mmap record"';
  if (word === 'aplay') return 'unknown command "aplay"; use "alsa-mmap play"';
  const [spelling = word, attached] = word.split('=', 2);
  const option = APLAY_OPTIONS.find(([names]) => names.split(' ').includes(spelling));
  if (option === undefined) return undefined;
  const [names, advice] = option;
  const value = attached ?? followingNumber(spelling, words);
  const hint = typeof advice === 'string' ? advice : advice(value);
  const long = names.split(' ').find((name) => name.startsWith('--') && name !== spelling);
  const meaning = spelling.length > 2 || long === undefined ? "arecord's" : `arecord's ${long}`;
  return `unknown option ${spelling} (${meaning}): ${hint}`;
}

function followingNumber(spelling: string, words: readonly string[]): string | undefined {
  const attached = words.find((word) => word.startsWith(`${spelling}=`));
  if (attached !== undefined) return attached.slice(spelling.length + 1);
  const next = words[words.indexOf(spelling) + 1];
  return words.includes(spelling) && next !== undefined && /^\d+$/.test(next) ? next : undefined;
}
