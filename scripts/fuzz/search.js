import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../build/files.js';
import { Coverage } from './coverage.js';
import { mutate, randomOf } from './mutate.js';

/** An input that takes more of the CPU hangs, for who waits for it. */
const SLOW_MS = 500;
/** To ask for the coverage takes as long as some hundred runs. */
const BATCH = 256;

/** @returns the exit code */
export async function search({ name, seconds, seed }, target) {
  const folder = join(ROOT, 'test/corpus', name);
  mkdirSync(folder, { recursive: true });
  const corpus = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
  const searched = new Search(target, folder, corpus);
  try {
    await searched.run(corpus);
    searched.coverage.keep(searched.coverage.take());
    if (corpus.length === 0) corpus.push(Buffer.alloc(0));
    const random = randomOf(seed);
    const any = () => corpus[random(corpus.length)];
    const beginMs = performance.now();
    const pastMs = () => performance.now() - beginMs;
    while (pastMs() < seconds * 1000) {
      await searched.sift(
        Array.from({ length: BATCH }, () => mutate(any(), any(), target.pieces, random)),
      );
    }
    const { runs, kept, coverage } = searched;
    console.log(
      `fuzz: ${name}: ${runs} runs in ${(pastMs() / 1000).toFixed(0)} s; ` +
        `${coverage.blocks} blocks reached; ` +
        `${kept} inputs kept, ${corpus.length} in all; seed ${seed}`,
    );
    return 0;
  } catch (error) {
    console.error(`fuzz: a promise of ${name} is broken; seed ${seed}\n${error.stack}`);
    return 1;
  }
}

class Search {
  runs = 0;
  kept = 0;
  coverage = new Coverage();
  #target;
  #folder;
  #corpus;

  constructor(target, folder, corpus) {
    this.#target = target;
    this.#folder = folder;
    this.#corpus = corpus;
  }

  /** @throws what broke a promise, after its input was kept */
  async run(inputs) {
    for (const bytes of inputs) {
      this.runs++;
      const begin = process.cpuUsage();
      try {
        await this.#target.run(bytes);
        const { user, system } = process.cpuUsage(begin);
        const tookMs = (user + system) / 1000;
        if (tookMs > SLOW_MS) throw new Error(`it took ${tookMs.toFixed(0)} ms`);
      } catch (error) {
        console.error(`fuzz: by ${relative(ROOT, keep(this.#folder, bytes))}`);
        throw error;
      }
    }
  }

  /** Runs them all, and keeps those that reach what nothing reached before: found by halving. */
  async sift(inputs) {
    await this.run(inputs);
    const found = this.coverage.take();
    if (found.length === 0) return;
    if (inputs.length > 1) {
      const half = inputs.length >> 1;
      await this.sift(inputs.slice(0, half));
      await this.sift(inputs.slice(half));
      return;
    }
    this.coverage.keep(found);
    this.#corpus.push(inputs[0]);
    keep(this.#folder, inputs[0]);
    this.kept++;
  }
}

/** By its content, so that the same is kept once. */
function keep(folder, bytes) {
  const path = join(folder, createHash('sha256').update(bytes).digest('hex').slice(0, 16));
  writeFileSync(path, bytes);
  return path;
}
