import { parseArgs } from 'node:util';
import { AlsaMmapError, defaultDeviceName, FORMAT_NAMES, type FormatName } from 'alsa-mmap';

export const HELP = `usage: synth [DEVICE] [FILE.mid] [options]

A drawbar organ on a PCM device: hw:1, sim, ... It plays FILE.mid, or what is played on it, by
MIDI or on the keys of the terminal; Ctrl-C ends it.

  --midi             from the ALSA sequencer: every port that sends MIDI
  --midi-port PORT   from one of them: CLIENT:PORT, by number or by the client's name
  --keys             from the keys of the terminal: two rows are a piano, - and = move it by an
                     octave; the default without a sequencer         
  --hold MS          how long a note lasts that is typed (400)
  -r, --rate HZ      sample rate (default: chosen by the device)
  -f, --format NAME  of the stream, such as S16_LE
  --buffer-size N    of the ring, in frames (256)
  --sync-ptr         reach the pointers by ioctl
  --measure          no sound: what all 256 oscillators cost on this machine
  -h, --help
`;

export type InputKind = 'file' | 'midi' | 'keys';

export interface SynthOptions {
  readonly help: boolean;
  readonly measure: boolean;
  readonly device: string;
  readonly input: InputKind;
  readonly file: string;
  readonly midiPort: string;
  readonly holdMs: number;
  readonly rateHz: number | undefined;
  readonly format: FormatName | undefined;
  readonly bufferSize: number;
  readonly syncPtr: boolean;
}

/**
 * @param hasSequencer makes MIDI the default input
 * @throws {AlsaMmapError} USAGE with the name of the option
 */
export function readOptions(words: readonly string[], hasSequencer: boolean): SynthOptions {
  const { values, positionals } = parsed(words);
  const files = positionals.filter((word) => /\.midi?$/i.test(word));
  const devices = positionals.filter((word) => !files.includes(word));
  if (files.length > 1 || devices.length > 1) throw usage(`"${positionals.join(' ')}" is too much`);
  const wantsMidi = values.midi || values['midi-port'] !== undefined;
  const asked: InputKind[] = [];
  if (files.length > 0) asked.push('file');
  if (wantsMidi) asked.push('midi');
  if (values.keys) asked.push('keys');
  if (asked.length > 1) throw usage('give one of FILE.mid, --midi and --keys');
  return {
    help: values.help,
    measure: values.measure,
    device: values.help || values.measure ? '' : (devices[0] ?? defaultDeviceName('playback')),
    input: asked[0] ?? (hasSequencer ? 'midi' : 'keys'),
    file: files[0] ?? '',
    midiPort: values['midi-port'] ?? '',
    holdMs: whole('--hold', values.hold ?? '400', 1, 60_000),
    rateHz: values.rate === undefined ? undefined : whole('--rate', values.rate, 1, 1e6),
    format: formatName(values.format),
    bufferSize: whole('--buffer-size', values['buffer-size'] ?? '256', 16, 1e6),
    syncPtr: values['sync-ptr'],
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        midi: { type: 'boolean', default: false },
        'midi-port': { type: 'string' },
        keys: { type: 'boolean', default: false },
        hold: { type: 'string' },
        rate: { type: 'string', short: 'r' },
        format: { type: 'string', short: 'f' },
        'buffer-size': { type: 'string' },
        'sync-ptr': { type: 'boolean', default: false },
        measure: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw usage((error as Error).message);
  }
}

function whole(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw usage(`${option} takes a whole number from ${min} to ${max}, not "${text}"`);
}

function formatName(text: string | undefined): FormatName | undefined {
  const name = text?.toUpperCase();
  if (name === undefined) return undefined;
  const found = FORMAT_NAMES.find((known) => known === name);
  if (found !== undefined) return found;
  throw usage(`--format takes one of ${FORMAT_NAMES.join(', ')}, not "${text}"`);
}

function usage(problem: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', `${problem}; see --help`);
}
