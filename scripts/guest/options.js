// The command line of `npm run guest`.
import { ARCHITECTURES, DEFAULT_ARCHITECTURE } from './architectures.js';
import { CARDS } from './cards.js';

const { cards } = ARCHITECTURES[DEFAULT_ARCHITECTURE];

export const USAGE = `Usage: npm run guest -- [OPTIONS] [COMMAND [ARGUMENTS...]]

Runs COMMAND in a virtual machine with Debian's kernel and sound cards, in the current
directory, on a copy-on-write view of this machine's files, and ends with its exit status.
Without COMMAND: an interactive shell (leave it with exit; Ctrl-A X switches off).

  --out DIR      keep the results: what the cards played (WAV), the output, dmesg
  --timeout S    time limit of the command in seconds (300)
  --cards A,B    of ${Object.keys(CARDS).join(', ')} (${cards.join(',')})
  --arch ARCH    of ${Object.keys(ARCHITECTURES).join(', ')} (${DEFAULT_ARCHITECTURE});
                 another than this machine's uses the files of a Debian tree
  --release R    the kernel of another Debian release, such as trixie
  --env K=V      an environment variable for the command; may be repeated
  --verbose      print the times
  --help         this text
`;

const WITH_VALUE = {
  '--out': (options, value) => ({ ...options, outDir: value, keep: true }),
  '--timeout': (options, value) => {
    const timeoutSeconds = Number(value);
    if (!(timeoutSeconds > 0)) throw new Error(`--timeout ${value}: not a number of seconds`);
    return { ...options, timeoutSeconds };
  },
  '--arch': (options, value) => ({ ...options, arch: value }),
  '--release': (options, value) => ({ ...options, release: value }),
  '--cards': (options, value) => ({ ...options, cards: value.split(',').filter(Boolean) }),
  '--env': (options, value) => {
    const at = value.indexOf('=');
    if (at < 1) throw new Error(`--env ${value}: not of the form NAME=VALUE`);
    return { ...options, env: { ...options.env, [value.slice(0, at)]: value.slice(at + 1) } };
  },
};

/** Options end at the first other word: the rest is the command. */
export function parseCommandLine(words) {
  let options = { env: {}, keep: false };
  let at = 0;
  for (; at < words.length && words[at].startsWith('-'); at++) {
    if (words[at] === '--') {
      at++;
      break;
    }
    if (words[at] === '--help' || words[at] === '-h') return { help: true };
    if (words[at] === '--verbose') {
      options = { ...options, verbose: true };
      continue;
    }
    const [, name, value] = /^(--[a-z]+)(?:=(.*))?$/s.exec(words[at]) ?? [];
    const apply = WITH_VALUE[name];
    if (!apply) throw new Error(`unknown option ${words[at]}\n\n${USAGE}`);
    const given = value ?? words[++at];
    if (given === undefined) throw new Error(`${name} needs a value`);
    options = apply(options, given);
  }
  const command = words.slice(at);
  if (command.length > 0) return { ...options, command };
  // Nobody could end a shell that reads from no terminal.
  if (!process.stdin.isTTY) throw new Error(`no command, and no terminal for a shell\n\n${USAGE}`);
  const shell = (options.arch === undefined && process.env.SHELL) || '/bin/sh';
  return { ...options, command: [shell, '-i'], interactive: true };
}
