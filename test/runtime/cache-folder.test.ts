import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileCacheFolder } from '../../src/runtime/cache-folder.js';
import { scratchDirectory } from '../cli/program.js';

const scratch = scratchDirectory();
const OTHER_USER = 61_234;
const isRoot = process.geteuid?.() === 0;

function folder(name: string, mode = 0o700): string {
  const path = scratch(name);
  mkdirSync(path);
  chmodSync(path, mode);
  return path;
}

describe('the folder of the compile cache', () => {
  it('is created in $XDG_CACHE_HOME, for this user only', () => {
    const cache = folder('cache', 0o755);
    expect(compileCacheFolder({ XDG_CACHE_HOME: cache, HOME: '/' })).toBe(`${cache}/alsa-mmap`);
    expect(statSync(`${cache}/alsa-mmap`).mode & 0o777).toBe(0o700);
  });

  it('is created in ~/.cache without it', () => {
    const home = folder('home');
    mkdirSync(`${home}/.cache`);
    expect(compileCacheFolder({ HOME: home })).toBe(`${home}/.cache/alsa-mmap`);
  });

  it('is not created in a home without .cache, or without a home', () => {
    const home = folder('empty home');
    expect(compileCacheFolder({ HOME: home })).toBeUndefined();
    expect(compileCacheFolder({})).toBeUndefined();
    expect(readdirSync(home)).toEqual([]);
  });

  it('is not created at a relative path, or where none can be created', () => {
    for (const cache of ['cache', '/proc', '/dev/null', scratch('missing')]) {
      expect(compileCacheFolder({ XDG_CACHE_HOME: cache, HOME: '/' })).toBeUndefined();
    }
  });

  it.each([0o777, 0o775])('is not created where others may write: mode %o', (mode) => {
    const cache = folder(`writable ${mode}`, mode);
    expect(compileCacheFolder({ XDG_CACHE_HOME: cache })).toBeUndefined();
    mkdirSync(`${cache}/own`, { mode: 0o700 });
    expect(compileCacheFolder({ XDG_CACHE_HOME: `${cache}/own` })).toBeUndefined();
    expect(readdirSync(cache)).toEqual(['own']);
  });

  it('is used if others can read it, as that of other programs', () => {
    const cache = folder('readable');
    mkdirSync(`${cache}/alsa-mmap`, { mode: 0o755 });
    expect(compileCacheFolder({ XDG_CACHE_HOME: cache })).toBe(`${cache}/alsa-mmap`);
  });

  it('is not used if others can write it, or if it is a symbolic link', () => {
    const cache = folder('shared');
    mkdirSync(`${cache}/alsa-mmap`);
    chmodSync(`${cache}/alsa-mmap`, 0o775);
    expect(compileCacheFolder({ XDG_CACHE_HOME: cache })).toBeUndefined();
    const linked = folder('linked');
    symlinkSync(folder('target'), `${linked}/alsa-mmap`);
    expect(compileCacheFolder({ XDG_CACHE_HOME: linked })).toBeUndefined();
  });

  it.skipIf(!isRoot)('is not created by root in the home of another user', () => {
    const home = folder('home of another');
    mkdirSync(`${home}/.cache`, { mode: 0o700 });
    for (const path of [home, `${home}/.cache`]) chownSync(path, OTHER_USER, OTHER_USER);
    expect(compileCacheFolder({ HOME: home })).toBeUndefined();
    expect(readdirSync(`${home}/.cache`)).toEqual([]);
    const link = folder('home of root');
    symlinkSync(`${home}/.cache`, `${link}/.cache`);
    expect(compileCacheFolder({ HOME: link })).toBeUndefined();
  });
});
