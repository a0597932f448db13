import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** An ordinary user, whose processes have no other group. */
export const USER = { uid: 1000, gid: 1000 } as const;

export const PROGRAM = fileURLToPath(new URL('../../bin/alsa-mmap.js', import.meta.url));

/** Runs the program to its end. */
export function alsaMmap(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

export interface Running {
  readonly pid: number;
  readonly ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
  /** Resolves when what it has said so far matches. */
  says(pattern: RegExp): Promise<void>;
  /** Calls back for each whole line of its standard output from now on. */
  onLine(take: (line: string) => void): void;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a command and listens to it. */
export function start(
  command: string,
  args: readonly string[],
  user: Pick<SpawnOptions, 'uid' | 'gid'> = {},
): Running {
  const child = spawn(command, args, { ...user, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const lines = createInterface({ input: child.stdout }).setMaxListeners(0);
  const ended = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, stdout, stderr })),
  );
  return {
    pid: child.pid!,
    ended,
    async says(pattern) {
      let over = false;
      ended.then(() => {
        over = true;
      });
      while (!pattern.test(stdout + stderr)) {
        if (over) throw new Error(`it ended without saying ${pattern}:\n${stdout}${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    onLine: (take) => void lines.on('line', take),
    kill: (signal) => child.kill(signal),
  };
}

export function startAlsaMmap(...words: string[]): Running {
  return start(process.execPath, [PROGRAM, ...words]);
}
