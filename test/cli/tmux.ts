import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_MS = 15_000;
let sessions = 0;

/** Terminal in tmux, in which a program runs and a test types. */
export class TmuxTerminal {
  readonly #socket = `alsa-mmap-test-${process.pid}-${++sessions}`;

  /** @param command shell command that runs in it */
  constructor(command: string, size: { readonly columns: number; readonly rows: number }) {
    const { columns, rows } = size;
    const dimensions = ['-x', String(columns), '-y', String(rows)];
    this.#tmux('-f', '/dev/null', 'new-session', '-d', ...dimensions, command);
  }

  /** Types keys as `send-keys` names them: text, or `Tab`, `Enter`, `C-c`. */
  type(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /** Lines of the screen, without spaces at their ends. */
  screen(): string[] {
    return this.#tmux('capture-pane', '-p')
      .split('\n')
      .map((line) => line.trimEnd());
  }

  /** Resolves with the screen when it matches. */
  async shows(pattern: RegExp): Promise<string> {
    const deadlineMs = performance.now() + WAIT_MS;
    for (;;) {
      const text = this.screen().join('\n');
      if (pattern.test(text)) return text;
      if (performance.now() > deadlineMs) throw new Error(`not shown: ${pattern}\n${text}`);
      await sleep(50);
    }
  }

  close(): void {
    this.#tmux('kill-server');
  }

  #tmux(...words: readonly string[]): string {
    const env = { ...process.env, TERM: 'xterm', LC_ALL: 'C.UTF-8' };
    return execFileSync('tmux', ['-L', this.#socket, ...words], { encoding: 'utf8', env });
  }
}
