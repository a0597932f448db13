import type { Completion } from '../options/spec.js';
import {
  type CompletionCommand,
  type CompletionOption,
  GLOBAL_OPTIONS,
  PROGRAM_WORDS,
  type ScriptWriter,
} from './commands.js';

/** Completion script for bash 4 or later. */
export const bashScript: ScriptWriter = (commands, simKeys) => `# bash completion of alsa-mmap

# Offers PCMs of this machine, and keys of the simulated card.
_alsa_mmap_device() {
  local card device rest prefix
  if [[ $1 == sim:* ]]; then
    prefix=\${1%"\${1##*[:,]}"}
    compopt -o nospace
    COMPREPLY+=($(compgen -P "$prefix" -S = -W '${simKeys.join(' ')}' -- "\${1#"$prefix"}"))
    return
  fi
  COMPREPLY+=($(compgen -W 'sim' -- "$1"))
  [[ -r /proc/asound/pcm ]] || return
  while IFS='-:' read -r card device rest; do
    card=$(< /proc/asound/card$((10#$card))/id)
    COMPREPLY+=($(compgen -W "hw:$card,$((10#$device))" -- "$1"))
  done < /proc/asound/pcm
}

_alsa_mmap_file() {
  local IFS=$'\\n'
  compopt -o filenames
  COMPREPLY+=($(compgen -f -- "$1"))
}

# Completes the value of option $2 of command $1; fails if the option takes no value.
_alsa_mmap_value() {
  case $1:$2 in
${commands.flatMap(valueCases).join('\n')}
    *) return 1 ;;
  esac
}

_alsa_mmap() {
  local line=\${COMP_LINE:0:COMP_POINT} command= current option value word prefix
  local -a words
  COMPREPLY=()
  # bash splits words at : and =, which are part of ours.
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  current=\${words[-1]}
  for word in "\${words[@]:1:\${#words[@]} - 2}"; do
    [[ $word == -* ]] || { command=$word; break; }
  done
  if [[ $current == --*=* ]]; then
    value=\${current#*=}
    _alsa_mmap_value "$command" "\${current%%=*}=" "$value" ||
      _alsa_mmap_value "$command" "\${current%%=*}" "$value"
    COMPREPLY=("\${COMPREPLY[@]/#/\${current%%=*}=}")
  elif [[ \${words[-2]} == -* ]] && _alsa_mmap_value "$command" "\${words[-2]}" "$current"; then
    :
  elif [[ $current == -* ]]; then
    case $command in
${arms(commands, ({ options }) => `option='${optionWords(options)}'`)}
      '') option='${optionWords(GLOBAL_OPTIONS)}' ;;
    esac
    COMPREPLY=($(compgen -W "$option" -- "$current"))
    [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace
  else
    case $command in
${arms(commands, ({ positionals }) => sourceCalls(positionals))}
      '') ${sourceCall(names([...commands, ...PROGRAM_WORDS]), '$current')} ;;
    esac
  fi
  # bash replaces only what follows the last : or = of the word.
  prefix=\${current%"\${current##*[:=]}"}
  COMPREPLY=("\${COMPREPLY[@]#"$prefix"}")
}

complete -F _alsa_mmap alsa-mmap
`;

/** Arms of a case statement, one for each command. */
function arms(
  commands: readonly CompletionCommand[],
  body: (command: CompletionCommand) => string,
): string {
  return commands.map((command) => `      ${command.name}) ${body(command)} ;;`).join('\n');
}

function names(words: readonly { readonly name: string }[]): readonly string[] {
  return words.map(({ name }) => name);
}

function valueCases({ name, options }: CompletionCommand): string[] {
  return options.flatMap(({ name: long, letter, value }) => {
    if (value === undefined) return [];
    const separate = [`--${long}`, ...(letter === undefined ? [] : [`-${letter}`])];
    const words = value.isOptional ? [`--${long}=`] : separate;
    const pattern = words.map((word) => `${name}:${word}`).join(' | ');
    return `    ${pattern}) ${sourceCall(value.source, '$3')} ;;`;
  });
}

function optionWords(options: readonly CompletionOption[]): string {
  return options
    .flatMap(({ name, letter, value }) => [
      `--${name}${value === undefined || value.isOptional ? '' : '='}`,
      ...(letter === undefined ? [] : [`-${letter}`]),
    ])
    .join(' ');
}

function sourceCalls(sources: readonly Completion[]): string {
  if (sources.length === 0) return ':';
  return sources.map((source) => sourceCall(source, '$current')).join('; ');
}

function sourceCall(source: Completion | undefined, word: string): string {
  if (source === undefined) return ':';
  if (source === 'device') return `_alsa_mmap_device "${word}"`;
  if (source === 'file') return `_alsa_mmap_file "${word}"`;
  const words = source === 'cpu' ? '$(seq 0 $(($(nproc --all) - 1)))' : source.join(' ');
  return `COMPREPLY+=($(compgen -W "${words}" -- "${word}"))`;
}
