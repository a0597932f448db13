import type { Completion } from '../options/spec.js';
import {
  type CompletionCommand,
  type CompletionOption,
  GLOBAL_OPTIONS,
  PROGRAM_WORDS,
  type ScriptWriter,
} from './commands.js';

/** Completion script for zsh, as a function in a directory of fpath. */
export const zshScript: ScriptWriter = (commands, simKeys) => `#compdef alsa-mmap

# Offers PCMs of this machine, and keys of the simulated card.
_alsa_mmap_device() {
  local line
  local -a names=(sim)
  if compset -P 'sim:'; then
    compset -P '*,'
    compadd -S = -- ${simKeys.join(' ')}
    return
  fi
  [[ -r /proc/asound/pcm ]] && for line in "\${(@f)$(< /proc/asound/pcm)}"; do
    names+=("hw:$(< /proc/asound/card$((10#\${line[1,2]}))/id),$((10#\${line[4,5]}))")
  done
  compadd -- $names
}

_alsa_mmap() {
  local curcontext=$curcontext state line
  local -a commands=(
${lines([...commands, ...PROGRAM_WORDS], wordLine)}
  )
  _arguments -C \\
${lines(GLOBAL_OPTIONS, (option) => `    ${optionSpec(option)} \\`)}
    '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${lines(commands, commandArm)}
        help) _describe command commands ;;
      esac ;;
  esac
}

_alsa_mmap "$@"
`;

function lines<T>(items: readonly T[], line: (item: T) => string): string {
  return items.map(line).join('\n');
}

function wordLine({ name, summary }: { readonly name: string; readonly summary: string }): string {
  return `    ${quoted(`${name}:${summary}`)}`;
}

/** Arm of the case statement over the command. */
function commandArm({ name, options, positionals }: CompletionCommand): string {
  return `        ${name})
          _arguments \\
${lines(options, (option) => `            ${optionSpec(option)} \\`)}
            ${quoted(`*:argument:${positionalAction(positionals)}`)} ;;`;
}

/** One argument of _arguments. */
function optionSpec({ name, letter, summary, value }: CompletionOption): string {
  const text = `[${escaped(summary)}]`;
  const action =
    value === undefined
      ? ''
      : `${value.isOptional ? '::' : ':'}${escaped(value.placeholder)}:${actionOf(value.source)}`;
  const long = `--${name}${value === undefined ? '' : value.isOptional ? '=-' : '='}`;
  if (letter === undefined) return quoted(`${long}${text}${action}`);
  const short = `-${letter}${value === undefined ? '' : '+'}`;
  return `'(-${letter} --${name})'{${short},${long}}${quoted(`${text}${action}`)}`;
}

function positionalAction(sources: readonly Completion[]): string {
  if (sources.length === 1) return actionOf(sources[0]);
  const calls = sources.map((source) => {
    if (source === 'device' || source === 'file') return `argument:${actionOf(source)}`;
    return `argument:(${[...source].join(' ')})`;
  });
  return `_alternative ${calls.map((call) => `"argument:${call}"`).join(' ')}`;
}

function actionOf(source: Completion | undefined): string {
  if (source === undefined) return ' ';
  if (source === 'device') return '_alsa_mmap_device';
  if (source === 'file') return '_files';
  return source === 'cpu' ? '{compadd -- {0..$(($(nproc --all) - 1))}}' : `(${source.join(' ')})`;
}

/** Without a special meaning in a spec of _arguments. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
