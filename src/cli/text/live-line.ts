import { stripVTControlCharacters } from 'node:util';

const CLEAR_LINE = '\r\x1b[K';

/** A line that is drawn again and again in its place, on a terminal; and lines that stay. */
export class LiveLine {
  /** Whether anything may be redrawn here. */
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

  /** A line that stays, in place of the one that was drawn. */
  writeLine(text: string): void {
    this.#stream.write(`${this.#drawn ? CLEAR_LINE : ''}${text}\n`);
    this.#drawn = false;
  }

  /** Leaves what was drawn last, and goes on below it. */
  end(): void {
    if (this.#drawn) this.#stream.write('\n');
    this.#drawn = false;
  }
}
