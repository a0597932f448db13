// Command line of `npm run guest`.
import { parseOptions, positiveNumber, UsageError } from '../command-line.js';
import { ARCHITECTURES, DEFAULT_ARCHITECTURE } from './architectures.js';
import { CARDS } from './cards.js';

const { cards } = ARCHITECTURES[DEFAULT_ARCHITECTURE];

export const USAGE = `Usage: npm run guest -- [OPTIONS] [COMMAND [ARGUMENTS...]]

Runs COMMAND in a virtual machine with Debian's kernel and sound cards, in the current
directory, on a copy-on-write view of this machine's files, and ends with its exit code.
Without COMMAND: an interactive shell (leave it with exit; Ctrl-A X switches off).

  --out DIR      keep the results: what the cards played (WAV), the output, dmesg
  --timeout S    time limit of the command in seconds (300)
  --cards A,B    of ${Object.keys(CARDS).join(', ')} (${cards.join(',')})
  --arch ARCH    ${Object.keys(ARCHITECTURES).join(' or ')} (${DEFAULT_ARCHITECTURE}); an
                 architecture other than this machine's uses the files of a Debian tree
  --release R    the kernel of another Debian release, such as trixie
  --env K=V      an environment variable for the command; may be repeated
  --append ARG   an argument for the kernel, such as threadirqs; may be repeated
  --icount       one processor, whose clock counts instructions: 500 per us; CPU times repeat
  --verbose      print the times
  --help         print this text
`;

/** Options without a value. */
const FLAGS = ['--icount', '--verbose', '--help', '-h'];

/**
 * Parses the words. Options end at the first other word: the rest is the command.
 * @param {readonly string[]} words
 */
export function parseCommandLine(words) {
  const at = commandIndex(words);
  const { values } = parseOptions({
    args: words.slice(0, at),
    options: {
      out: { type: 'string' },
      timeout: { type: 'string', default: '300' },
      cards: { type: 'string' },
      arch: { type: 'string', default: DEFAULT_ARCHITECTURE },
      release: { type: 'string' },
      env: { type: 'string', multiple: true, default: [] },
      append: { type: 'string', multiple: true, default: [] },
      icount: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { out, arch, release, append, icount, verbose, help } = values;
  const given = words.slice(words[at] === '--' ? at + 1 : at);
  const interactive = given.length === 0;
  // A shell that does not read from a terminal could not be ended.
  if (interactive && !help && !process.stdin.isTTY) {
    throw new UsageError('expected a command, as there is no terminal for a shell; see --help');
  }
  const shell = (arch === DEFAULT_ARCHITECTURE && process.env['SHELL']) || '/bin/sh';
  return {
    ...{ help, verbose, arch, interactive, icount },
    kernelArguments: append,
    keep: out !== undefined,
    timeoutSeconds: positiveNumber('timeout', values.timeout),
    env: Object.fromEntries(values.env.map(parseVariable)),
    command: interactive ? [shell, '-i'] : given,
    ...(out !== undefined && { outDir: out }),
    ...(release !== undefined && { release }),
    ...(values.cards !== undefined && { cards: values.cards.split(',').filter(Boolean) }),
  };
}

/** @param {readonly string[]} words */
function commandIndex(words) {
  let at = 0;
  while (at < words.length && words[at] !== '--' && words[at].startsWith('-')) {
    at += FLAGS.includes(words[at]) || words[at].includes('=') ? 1 : 2;
  }
  return Math.min(at, words.length);
}

/**
 * @param {string} text
 * @returns {[name: string, value: string]}
 */
function parseVariable(text) {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--env: expected NAME=VALUE, got "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}
