import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';

const STDIN = 0;
const SPACE = 0x20;
/** Keys arrive at once and are not shown; Ctrl-C, Ctrl-Z and Ctrl-S keep their meaning. */
const KEY_MODE = ['-icanon', '-echo', 'min', '1', 'time', '0'];

/**
 * Calls `onPress` at each press of the space key, if stdin is a terminal and the program is in its
 * foreground. In the background a read of the terminal would stop the program.
 * @returns a function that restores the terminal's mode; Node does so at any other exit
 */
export function watchSpaceKey(onPress: () => void): () => void {
  const savedMode = isatty(STDIN) && isForeground() ? stty('-g') : undefined;
  if (savedMode === undefined) return () => {};
  const { stdin } = process;
  const take = (keys: Buffer) => {
    for (const key of keys) if (key === SPACE) onPress();
  };
  const ignoreError = () => {};
  const watch = () => {
    if (!isForeground()) {
      stdin.pause();
      return;
    }
    stty(...KEY_MODE);
    stdin.resume();
  };
  stdin.on('data', take).on('error', ignoreError);
  process.on('SIGCONT', watch);
  watch();
  return () => {
    process.off('SIGCONT', watch);
    stdin.off('data', take).pause();
    if (isForeground()) stty(savedMode);
  };
}

/** Runs stty(1) on stdin; returns its output, undefined if it failed. */
function stty(...words: string[]): string | undefined {
  const { status, stdout } = spawnSync('stty', words, {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** Returns true if the process group is the foreground one of the terminal (proc(5), stat). */
function isForeground(): boolean {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const [, , group, , , foregroundGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === foregroundGroup;
}
