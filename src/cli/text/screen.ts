import { writeSync } from 'node:fs';
import { textOutput } from './terminal-output.js';

const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';
const HOME = '\x1b[H';
const CLEAR_TO_END_OF_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
const CTRL_C = '\x03';
/** An arrow, as CSI or SS3, or one character. */
const KEY = /\x1b[[O][A-D]|[\s\S]/g;

/**
 * The whole terminal, redrawn in place on its alternate screen, with the keys of the user. `close`,
 * and the end of the process, bring back the screen as it was.
 */
export class Screen {
  readonly #output = textOutput(process.stdout);
  readonly #onKeys: (keys: Buffer) => void;
  readonly #restore = (): void => {
    try {
      writeSync(1, LEAVE);
    } catch {
      // The terminal was closed.
    }
  };

  /** @param onKey called for each key, as the terminal sends it; Ctrl-C raises SIGINT instead */
  constructor(onKey: (key: string) => void) {
    this.#onKeys = (keys) => {
      const text = keys.toString('latin1');
      if (text.includes(CTRL_C)) process.kill(process.pid, 'SIGINT');
      else for (const key of text.match(KEY) ?? []) onKey(key);
    };
    process.on('exit', this.#restore);
    this.#output.write(ENTER);
    if (process.stdin.isTTY) {
      process.stdin.setRawMode(true).on('data', this.#onKeys).resume();
    }
  }

  /** Columns and rows of the terminal. */
  get size(): readonly [columns: number, rows: number] {
    return [process.stdout.columns || 80, process.stdout.rows || 24];
  }

  /** Draws the lines that fit, unless the terminal is blocked. */
  draw(lines: readonly string[]): void {
    if (this.#output.writableLength > 0) return;
    const [, rows] = this.size;
    const text = lines.slice(0, rows - 1).map((line) => `${line}${CLEAR_TO_END_OF_LINE}\r\n`);
    this.#output.write(`${HOME}${text.join('')}${CLEAR_BELOW}`);
  }

  close(): void {
    process.off('exit', this.#restore);
    this.#output.write(LEAVE);
    if (!process.stdin.isTTY) return;
    process.stdin.off('data', this.#onKeys).setRawMode(false).pause();
  }
}
