import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CompileCache } from '../../src/runtime/compile-cache.js';
import { NEUTRAL, PROGRAM, ROOT, scratchDirectory } from '../cli/program.js';
import { HANG_MS } from '../limits.js';

const scratch = scratchDirectory();
const VERSION = `${process.version}-${process.arch}`;

/** Two files, one of which requires the other, and an empty cache. */
function files(name: string) {
  const [folder, cache] = [scratch(`${name} files`), scratch(`${name} cache`)];
  for (const path of [folder, cache]) mkdirSync(path);
  writeFileSync(`${folder}/sum.cjs`, 'exports.sum = (a, b) => a + b;');
  const main = `const { sum } = require('./sum.cjs');
const { basename } = require('node:path');
function main() { return basename(__filename) + sum(1, 2); }
exports.main = main;`;
  writeFileSync(`${folder}/main.cjs`, main);
  const start = (call: boolean, isKept = true) => {
    const compiled = new CompileCache(folder, isKept ? cache : undefined);
    const exports: object = compiled.run('./main.cjs');
    const main: unknown = Reflect.get(exports, 'main');
    const result = call && typeof main === 'function' ? main() : undefined;
    compiled.save();
    return result;
  };
  return { folder, start, kept: `${cache}/${VERSION}${folder}/main.cjs`, cache };
}

describe('a start with the compile cache', () => {
  it('runs a file, and those that it requires', () => {
    const { start, cache } = files('runs');
    expect(start(true, false)).toBe('main.cjs3');
    expect(readdirSync(cache)).toEqual([]);
    expect([start(true), start(true)]).toEqual(['main.cjs3', 'main.cjs3']);
  });

  it('keeps the functions that it has called', () => {
    const [called, idle] = [files('called'), files('idle')];
    called.start(true);
    idle.start(false);
    expect(statSync(called.kept).size).toBeGreaterThan(statSync(idle.kept).size);
  });

  it('writes files that only the user can read, once', () => {
    const { start, kept } = files('once');
    start(true);
    const { ino, mode } = statSync(kept);
    expect(mode & 0o777).toBe(0o600);
    start(true);
    expect(statSync(kept).ino).toBe(ino);
  });

  it('compiles a file again that was changed to one of the same size', () => {
    const { start, folder, kept } = files('changed');
    start(true);
    const { ino } = statSync(kept);
    const source = readFileSync(`${folder}/sum.cjs`, 'utf8');
    unlinkSync(`${folder}/sum.cjs`);
    writeFileSync(`${folder}/sum.cjs`, source.replace('a + b', 'a - b'));
    expect(start(true)).toBe('main.cjs-1');
    expect(start(true)).toBe('main.cjs-1');
    expect(statSync(kept).ino).toBe(ino);
  });

  it('leaves nothing behind if it cannot write', () => {
    const { start, cache, kept } = files('refused');
    mkdirSync(kept, { recursive: true });
    expect(start(true)).toBe('main.cjs3');
    const written = readdirSync(cache, { recursive: true, encoding: 'utf8' });
    expect(written.filter((path) => /main\.cjs\../.test(path))).toEqual([]);
  });
});

describe('the program', () => {
  function runWith(environment: NodeJS.ProcessEnv) {
    const env = { ...process.env, ...NEUTRAL, NODE_DISABLE_COMPILE_CACHE: '', ...environment };
    const words = [PROGRAM, 'status', 'sim', '-q'];
    return spawnSync(process.execPath, words, { env, encoding: 'utf8', timeout: HANG_MS });
  }

  it('keeps nothing if the cache is disabled', () => {
    const cache = scratch('disabled');
    mkdirSync(cache);
    const run = runWith({ XDG_CACHE_HOME: cache, NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(run.status).toBe(0);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('replaces a file of the cache that V8 rejects', () => {
    const cache = scratch('damaged');
    mkdirSync(cache);
    const run = () => runWith({ XDG_CACHE_HOME: cache }).status;
    run();
    const folder = `${cache}/alsa-mmap/${VERSION}${ROOT}dist/cli`;
    const kept = readdirSync(folder).map((name) => `${folder}/${name}`);
    const halves = kept.map((path) => statSync(path).size >> 1);
    for (const [index, path] of kept.entries()) {
      const { mtime } = statSync(path);
      truncateSync(path, halves[index]);
      utimesSync(path, mtime, mtime);
    }
    expect(run()).toBe(0);
    for (const [index, path] of kept.entries()) {
      expect(statSync(path).size).toBeGreaterThan(halves[index]!);
    }
  });

  it('ends as usual with a cache, and where none can be kept', () => {
    const cache = scratch('cache');
    mkdirSync(cache);
    for (const folder of [cache, cache, '/proc']) {
      const { status, stdout, stderr } = runWith({ XDG_CACHE_HOME: folder });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    }
  });
});
