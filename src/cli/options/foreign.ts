interface ForeignOption {
  readonly names: readonly string[];
  readonly hint: string | ((value: string | undefined) => string);
}

const STREAM_COMMANDS = 'use "play" or "record"; --capture and --playback select the direction';

/**
 * Options of arecord and aplay (alsa-utils 1.2.8) that this program spells differently or lacks.
 */
export const FOREIGN_OPTIONS: readonly ForeignOption[] = [
  { names: ['-l', '--list-devices'], hint: 'read /proc/asound/pcm' },
  { names: ['-L', '--list-pcms'], hint: 'read /proc/asound/pcm' },
  { names: ['-t', '--file-type'], hint: 'files are always WAV; use "record -" and sox for others' },
  { names: ['-s', '--samples'], hint: 'use --duration (frames divided by the rate)' },
  { names: ['-M', '--mmap'], hint: 'always enabled; leave it out' },
  { names: ['-N', '--nonblock'], hint: 'always enabled; leave it out' },
  { names: ['-F', '--period-time'], hint: (us = 'N') => `use --period-size=${us}us` },
  { names: ['-B', '--buffer-time'], hint: (us = 'N') => `use --buffer-size=${us}us` },
  {
    names: ['-A', '--avail-min'],
    hint: 'the stream loop chooses it; "syncptr --avail-min" writes it',
  },
  { names: ['-R', '--start-delay'], hint: 'not available' },
  { names: ['-T', '--stop-delay'], hint: 'not available; see --on-xrun' },
  { names: ['-V', '--vumeter'], hint: '"record" always shows levels on a terminal' },
  { names: ['-I', '--separate-channels'], hint: 'not available; split with sox remix' },
  { names: ['-P', '--playback'], hint: STREAM_COMMANDS },
  { names: ['-C', '--capture'], hint: STREAM_COMMANDS },
  { names: ['-i', '--interactive'], hint: 'not available; Ctrl-C stops the stream in order' },
  { names: ['-m', '--chmap'], hint: "not available; the driver's channel order is kept" },
  {
    names: ['--disable-resample', '--disable-channels', '--disable-format', '--disable-softvol'],
    hint: 'nothing is ever converted; leave it out',
  },
  { names: ['--test-position', '--test-coef'], hint: 'use "bench pointer" or "bench check"' },
  { names: ['--test-nowait'], hint: 'use "bench check"' },
  { names: ['--max-file-time'], hint: (seconds = 'N') => `use --split-time=${seconds}` },
  { names: ['--use-strftime', '--process-id-file'], hint: 'not available' },
  { names: ['--dump-hw-params'], hint: 'use "status --verbose"' },
  { names: ['--fatal-errors'], hint: 'use --on-xrun=stop' },
];

/**
 * Message for a word of arecord's or aplay's command line.
 * @param word the option with its dashes, or the name of the program
 * @returns undefined if neither has this option
 */
export function foreignHint(word: string, words: readonly string[]): string | undefined {
  if (word === 'arecord') return 'unknown command "arecord"; use "alsa-mmap record"';
  if (word === 'aplay') return 'unknown command "aplay"; use "alsa-mmap play"';
  const [spelling = word, attached] = word.split('=', 2);
  const option = FOREIGN_OPTIONS.find(({ names }) => names.includes(spelling));
  if (option === undefined) return undefined;
  const value = attached ?? followingNumber(spelling, words);
  const hint = typeof option.hint === 'string' ? option.hint : option.hint(value);
  const long = option.names.find((name) => name.startsWith('--') && name !== spelling);
  const meaning = spelling.length > 2 || long === undefined ? "arecord's" : `arecord's ${long}`;
  return `unknown option ${spelling} (${meaning}): ${hint}`;
}

function followingNumber(spelling: string, words: readonly string[]): string | undefined {
  const attached = words.find((word) => word.startsWith(`${spelling}=`));
  if (attached !== undefined) return attached.slice(spelling.length + 1);
  const next = words[words.indexOf(spelling) + 1];
  return words.includes(spelling) && next !== undefined && /^\d+$/.test(next) ? next : undefined;
}
