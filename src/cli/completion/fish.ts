import type { Completion } from '../options/spec.js';
import {
  type CompletionCommand,
  type CompletionOption,
  GLOBAL_OPTIONS,
  PROGRAM_WORDS,
  type ScriptWriter,
} from './commands.js';

const NO_COMMAND = '__fish_use_subcommand';

/** Completion script for fish. */
export const fishScript: ScriptWriter = (commands, simKeys) => `# fish completion of alsa-mmap

# Offers PCMs of this machine, and keys of the simulated card.
function __alsa_mmap_devices
    set -l word (commandline -ct)
    if string match -q -- '*sim:*' $word
        set -l prefix (string replace -r '[^:,]*$' '' -- $word | string replace -r '^--.*=' '')
        printf '%s\\n' $prefix{${simKeys.join(',')}}=
        return
    end
    printf 'sim\\tsimulated card\\n'
    test -r /proc/asound/pcm; or return
    for line in (cat /proc/asound/pcm)
        set -l part (string match -r '^0*(\\d+)-0*(\\d+): [^:]*: ([^:]*)' -- $line)
        printf 'hw:%s,%s\\t%s\\n' (cat /proc/asound/card$part[2]/id) $part[3] $part[4]
    end
end

complete -c alsa-mmap -f
${[
  ...[...commands, ...PROGRAM_WORDS].map(
    ({ name, summary }) =>
      `complete -c alsa-mmap -n ${NO_COMMAND} -a ${name} -d ${quoted(summary)}`,
  ),
  ...GLOBAL_OPTIONS.map((option) => optionLine(NO_COMMAND, option)),
  ...commands.flatMap(commandLines),
].join('\n')}
`;

function commandLines({ name, options, positionals }: CompletionCommand): string[] {
  const condition = quoted(`__fish_seen_subcommand_from ${name}`);
  return [
    ...options.map((option) => optionLine(condition, option)),
    ...positionals.map((source) => `complete -c alsa-mmap -n ${condition} ${sourceWords(source)}`),
  ];
}

function optionLine(condition: string, { name, letter, summary, value }: CompletionOption): string {
  const words = [`complete -c alsa-mmap -n ${condition} -l ${name}`];
  if (letter !== undefined) words.push(`-s ${letter}`);
  if (value !== undefined && !value.isOptional) words.push(value.source === 'file' ? '-r' : '-x');
  if (value?.source !== undefined) words.push(sourceWords(value.source));
  return [...words, `-d ${quoted(summary)}`].join(' ');
}

function sourceWords(source: Completion): string {
  if (source === 'file') return '-F';
  if (source === 'device') return "-a '(__alsa_mmap_devices)'";
  return source === 'cpu'
    ? "-a '(seq 0 (math (nproc --all) - 1))'"
    : `-a ${quoted(source.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
