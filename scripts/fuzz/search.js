import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../project.js';
import { Coverage } from './coverage.js';
import { mutate, randomOf } from './mutate.js';

/** @typedef {import('../../test/fuzz/targets.js').FuzzTarget} FuzzTarget */

/** CPU time above which an input counts as a hang. */
const SLOW_MS = 500;
/** Inputs between two queries of the coverage, each of which takes as long as hundreds of runs. */
const BATCH = 256;

/**
 * Searches for a time.
 * @param {{ name: string, seconds: number, seed: number }} settings
 * @param {FuzzTarget} target
 * @returns whether no input violated an invariant
 */
export async function search({ name, seconds, seed }, target) {
  const fuzzer = new Fuzzer(target, join(ROOT, 'test/corpus', name));
  const begin = performance.now();
  const elapsed = () => (performance.now() - begin) / 1000;
  try {
    await fuzzer.runCorpus();
    const random = randomOf(seed);
    while (elapsed() < seconds) await fuzzer.runBatch(random);
    const { runs, stored, corpus, coverage } = fuzzer;
    console.log(
      `fuzz: ${name}: ${runs} runs in ${elapsed().toFixed(0)} s; ` +
        `${coverage.blocks} blocks reached; ` +
        `${stored} inputs stored, ${corpus.length} in all; seed ${seed}`,
    );
    return true;
  } catch (error) {
    const stack = error instanceof Error ? error.stack : error;
    console.error(`fuzz: an invariant of ${name} was violated; seed ${seed}\n${stack}`);
    return false;
  }
}

class Fuzzer {
  runs = 0;
  stored = 0;
  coverage = new Coverage();
  /** @type {Buffer[]} */
  corpus;
  #target;
  #folder;

  /**
   * @param {FuzzTarget} target
   * @param {string} folder of the corpus
   */
  constructor(target, folder) {
    this.#target = target;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    this.corpus = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
  }

  async runCorpus() {
    await this.#run(this.corpus);
    this.coverage.keep(this.coverage.take());
    if (this.corpus.length === 0) this.corpus.push(Buffer.alloc(0));
  }

  /** @param {import('./mutate.js').Random} random */
  async runBatch(random) {
    const any = () => this.corpus[random(this.corpus.length)];
    const { pieces } = this.#target;
    await this.#sift(Array.from({ length: BATCH }, () => mutate(any(), any(), pieces, random)));
  }

  /**
   * Runs the inputs.
   * @param {readonly Buffer[]} inputs
   * @throws the violation of an invariant, after its input was stored
   */
  async #run(inputs) {
    for (const bytes of inputs) {
      this.runs++;
      const begin = process.cpuUsage();
      try {
        await this.#target.run(bytes);
        const { user, system } = process.cpuUsage(begin);
        const cpuMs = (user + system) / 1000;
        if (cpuMs > SLOW_MS) throw new Error(`the input took ${cpuMs.toFixed(0)} ms of CPU time`);
      } catch (error) {
        console.error(`fuzz: failing input: ${relative(ROOT, this.#store(bytes))}`);
        throw error;
      }
    }
  }

  /**
   * Runs the inputs and stores those that reach new code, found by halving.
   * @param {readonly Buffer[]} inputs
   */
  async #sift(inputs) {
    await this.#run(inputs);
    const reached = this.coverage.take();
    if (reached.length === 0) return;
    if (inputs.length > 1) {
      const half = inputs.length >> 1;
      await this.#sift(inputs.slice(0, half));
      await this.#sift(inputs.slice(half));
      return;
    }
    this.coverage.keep(reached);
    this.corpus.push(...inputs);
    for (const bytes of inputs) this.#store(bytes);
    this.stored++;
  }

  /**
   * Stores an input under the hash of its content, so that equal inputs are stored once.
   * @param {Buffer} bytes
   */
  #store(bytes) {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const path = join(this.#folder, hash);
    writeFileSync(path, bytes);
    return path;
  }
}
