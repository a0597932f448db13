import { stripVTControlCharacters } from 'node:util';
import type { StandardStream } from './standard-streams.js';
import { type TextOutput, textOutput } from './terminal-output.js';

const CLEAR_LINE = '\r\x1b[K';

/** A line redrawn in place on a terminal, between lines that stay. */
export class LiveLine {
  /** True if the output is a terminal. */
  readonly canRedraw: boolean;
  readonly #output: TextOutput;
  #drawn = false;

  constructor(stream: StandardStream) {
    this.#output = textOutput(stream);
    this.canRedraw = stream.isTTY === true && process.env['TERM'] !== 'dumb';
  }

  /** Columns that a redrawn line may take: one that wraps could not be redrawn. */
  get width(): number {
    return (this.#output.columns || 80) - 1;
  }

  /** Redraws the line, unless the output is blocked. */
  redraw(text: string): void {
    if (this.#output.writableLength > 0) return;
    const plain = stripVTControlCharacters(text);
    const fits = plain.length <= this.width;
    this.#output.write(`${CLEAR_LINE}${fits ? text : plain.slice(0, this.width)}`);
    this.#drawn = true;
  }

  /** Prints a line that stays, in place of the redrawn one. */
  writeLine(text: string): void {
    this.#output.write(`${this.#drawn ? CLEAR_LINE : ''}${text}\n`);
    this.#drawn = false;
  }

  /** Takes the redrawn line away. */
  clear(): void {
    if (this.#drawn) this.#output.write(CLEAR_LINE);
    this.#drawn = false;
  }

  /** Keeps the redrawn line; further output starts below it. */
  end(): void {
    if (this.#drawn) this.#output.write('\n');
    this.#drawn = false;
  }
}
