const FIRST_ROWS = 4096;

/** Raw samples: rows of numbers, stored by columns in memory that grows by doubling. */
export class SampleColumns<Name extends string> {
  readonly #names: readonly Name[];
  #columns: Float64Array[];
  #rows = 0;

  constructor(...names: readonly Name[]) {
    this.#names = names;
    this.#columns = names.map(() => new Float64Array(FIRST_ROWS));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds one number per column, in the order of the names: up to seven. */
  add(a: number, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0): void {
    if (this.#rows === this.#columns[0]!.length) this.#grow();
    const row = this.#rows++;
    const columns = this.#columns;
    columns[0]![row] = a;
    if (columns.length > 1) columns[1]![row] = b;
    if (columns.length > 2) columns[2]![row] = c;
    if (columns.length > 3) columns[3]![row] = d;
    if (columns.length > 4) columns[4]![row] = e;
    if (columns.length > 5) columns[5]![row] = f;
    if (columns.length > 6) columns[6]![row] = g;
  }

  /** Copy of the columns so far. */
  columns(): Record<Name, Float64Array> {
    return Object.fromEntries(
      this.#names.map((name, index) => [name, this.#columns[index]!.slice(0, this.#rows)]),
    ) as Record<Name, Float64Array>;
  }

  #grow(): void {
    this.#columns = this.#columns.map((column) => {
      const larger = new Float64Array(2 * column.length);
      larger.set(column);
      return larger;
    });
  }
}
