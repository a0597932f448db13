import { stripVTControlCharacters } from 'node:util';

const CLEAR_LINE = '\r\x1b[K';

/** A line redrawn in place on a terminal, between lines that stay. */
export class LiveLine {
  /** True if the output is a terminal. */
  readonly canRedraw: boolean;
  readonly #stream: NodeJS.WriteStream;
  #drawn = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.canRedraw = stream.isTTY === true && process.env['TERM'] !== 'dumb';
  }

  /** Columns that a redrawn line may take: one that wraps could not be redrawn. */
  get width(): number {
    return (this.#stream.columns || 80) - 1;
  }

  redraw(text: string): void {
    const plain = stripVTControlCharacters(text);
    const fits = plain.length <= this.width;
    this.#stream.write(`${CLEAR_LINE}${fits ? text : plain.slice(0, this.width)}`);
    this.#drawn = true;
  }

  /** Prints a line that stays, in place of the redrawn one. */
  writeLine(text: string): void {
    this.#stream.write(`${this.#drawn ? CLEAR_LINE : ''}${text}\n`);
    this.#drawn = false;
  }

  /** Keeps the redrawn line; further output starts below it. */
  end(): void {
    if (this.#drawn) this.#stream.write('\n');
    this.#drawn = false;
  }
}
