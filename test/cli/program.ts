import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { HANG_MS } from '../limits.js';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = join(ROOT, 'bin/alsa-mmap.js');

if (!existsSync(join(ROOT, 'dist/cli/main.cjs'))) {
  throw new Error('dist/ is missing: run "node scripts/build.js --no-types" first');
}

export interface Ended {
  /** The exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with stdout so far when stdout or stderr has brought this text. */
  seen(text: string | RegExp): Promise<string>;
}

type Environment = Record<string, string | undefined>;

const LIMIT = { timeout: HANG_MS, killSignal: 'SIGKILL' } as const;

/** Environment without the variables that change the program's output or what it writes. */
export const NEUTRAL: Environment = {
  ALSA_MMAP_DEVICE: undefined,
  ALSA_MMAP_BINDING: undefined,
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
  NODE_OPTIONS: undefined,
  NODE_DISABLE_COMPILE_CACHE: '1',
  TERM: 'xterm',
};

/**
 * Starts the program with pipes in place of a terminal.
 * @param under a command that runs it, with its own words
 */
export function start(
  words: readonly string[],
  environment: Environment = {},
  under: readonly string[] = [],
): Running {
  const [command = '', ...rest] = [...under, process.execPath, PROGRAM, ...words];
  return watch(
    spawn(command, rest, { env: { ...process.env, ...NEUTRAL, ...environment }, ...LIMIT }),
  );
}

/** Runs the program to its end. */
export function run(words: readonly string[], environment: Environment = {}): Promise<Ended> {
  return start(words, environment).ended;
}

/** Runs the program on a terminal of 100 columns: stdout holds all that it shows, colours too. */
export function startOnTerminal(words: readonly string[], environment: Environment = {}): Running {
  const command = ['exec', process.execPath, PROGRAM, ...words].map(quoted).join(' ');
  return watch(
    spawn('script', ['-qefc', `stty cols 100; ${command}`, '/dev/null'], {
      env: { ...process.env, ...NEUTRAL, ...environment, SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...LIMIT,
    }),
  );
}

/** Follows a program that was started: its output and its end. */
export function watch(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  const take = (add: (text: string) => void) => (text: string) => {
    add(text);
    for (const check of waiting) check();
  };
  child.stdout?.setEncoding('utf8').on(
    'data',
    take((text) => {
      stdout += text;
    }),
  );
  child.stderr?.setEncoding('utf8').on(
    'data',
    take((text) => {
      stderr += text;
    }),
  );
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    child,
    ended,
    seen: (text) =>
      new Promise((resolve, reject) => {
        const isIn = (output: string) =>
          typeof text === 'string' ? output.includes(text) : text.test(output);
        const check = () => {
          if (!isIn(stdout) && !isIn(stderr)) return;
          waiting.delete(check);
          resolve(stdout);
        };
        waiting.add(check);
        check();
        ended.then(() => reject(new Error(`it ended without "${text}": ${stdout}${stderr}`)));
      }),
  };
}

/** Waits for the line "pid=NUMBER" that a script prints before it becomes the program. */
export async function printedPid(running: Running): Promise<number> {
  const line = /^pid=(\d+)\r?\n/m;
  return processId(line.exec(await running.seen(line))![1]!);
}

/** Returns the process that `script` runs. */
export function childOf(pid: number): number {
  return processId(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
}

/**
 * Reads a process ID that will be sent a signal.
 * @throws if it is missing: a signal to process 0 would end the tests and all that runs them
 */
export function processId(text: string): number {
  const pid = /^[1-9]\d*$/.exec(text.trim())?.[0];
  if (pid === undefined) throw new Error(`expected a process ID, got "${text}"`);
  return Number(pid);
}

/** Waits until the process handles the signal; with --json it prints nothing before its end. */
export async function catches(pid: number, signal: number): Promise<void> {
  for (;;) {
    const mask = /^SigCgt:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]!;
    if ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The JSON objects of an output, one a line. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A directory of its own for a test file, gone after it; gives paths in it. */
export function scratchDirectory(): (name: string) => string {
  const directory = mkdtempSync(join(tmpdir(), 'alsa-mmap-cli-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return (name) => join(directory, name);
}

function quoted(word: string): string {
  return word === 'exec' ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
