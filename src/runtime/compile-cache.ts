import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** Parameters of a CommonJS file. */
const HEAD = '(function (exports, require, __filename) {';
const [head, tail] = [Buffer.from(HEAD), Buffer.from('\n})')];

interface Compiled {
  readonly script: Script;
  readonly path: string;
  readonly changedMs: number;
}

/**
 * Runs the CommonJS files of a folder with the compiled code that an earlier start has kept. That
 * includes the functions that were called; Node's own cache lacks them, and they are most of the
 * program. A cache that cannot be written, or an unusable file in it, costs only the time that is
 * saved.
 */
export class CompileCache {
  readonly #folder: string;
  /** Undefined: nothing is kept. */
  readonly #cache: string | undefined;
  readonly #exports = new Map<string, object>();
  readonly #compiled: Compiled[] = [];

  /**
   * @param folder absolute path of the folder of the files
   * @param cache folder that only this user can write: what is in it is run
   */
  constructor(folder: string, cache: string | undefined) {
    this.#folder = folder;
    this.#cache = cache && `${cache}/${process.version}-${process.arch}${folder}`;
  }

  /** Runs the file `./NAME`, and those that it requires, unless it has run already. */
  run(name: string): object {
    const known = this.#exports.get(name);
    if (known !== undefined) return known;
    const exports = {};
    this.#exports.set(name, exports);
    const required = (other: string) =>
      other.startsWith('./') ? this.run(other) : process.getBuiltinModule(other);
    const filename = `${this.#folder}/${name.slice(2)}`;
    this.#compile(filename, name).runInThisContext()(exports, required, filename);
    return exports;
  }

  /** Keeps the code that this start has compiled. */
  save(): void {
    for (const code of this.#compiled) keep(code);
  }

  #compile(filename: string, name: string): Script {
    const source = Buffer.concat([head, readFileSync(filename), tail]).toString('latin1');
    const options = { filename, columnOffset: -HEAD.length };
    if (this.#cache === undefined) return new Script(source, options);
    const path = this.#cache + name.slice(1);
    const changedMs = Math.trunc(statSync(filename).ctimeMs);
    const cachedData = keptCode(path, changedMs);
    const script = new Script(source, cachedData ? { ...options, cachedData } : options);
    if (script.cachedDataRejected !== false) this.#compiled.push({ script, path, changedMs });
    return script;
  }
}

/** Returns the code that was kept for a file, unless the file has changed since. */
function keptCode(path: string, changedMs: number): Buffer | undefined {
  try {
    const kept = statSync(path, { throwIfNoEntry: false });
    return kept && Math.round(kept.mtimeMs) === changedMs ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a file whole or not at all. Its time of modification is that of the file it is for. */
function keep({ script, path, changedMs }: Compiled): void {
  const written = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(written, script.createCachedData(), { mode: 0o600, flush: true });
    utimesSync(written, changedMs / 1000, changedMs / 1000);
    renameSync(written, path);
  } catch {
    rmSync(written, { force: true });
  }
}
