import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Rooms that each room may import from, besides itself (`docs/architecture.md`). */
const MAY_IMPORT: Record<string, readonly string[]> = {
  device: [],
  audio: ['device'],
  sim: ['audio', 'device'],
  core: ['audio', 'device'],
  runtime: ['device'],
  stream: ['runtime', 'core', 'audio', 'device'],
  observe: ['core', 'audio', 'device'],
  measure: ['runtime', 'stream', 'core', 'audio', 'device'],
  why: ['observe', 'device'],
  report: ['measure', 'core', 'audio', 'device'],
  cli: ['runtime', 'measure', 'stream', 'observe', 'why', 'report', 'core', 'audio', 'device'],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly dynamic: boolean;
}

const FILES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();

const text = (file: string) => readFileSync(join(ROOT, 'src', file), 'utf8');

const IMPORTS: readonly Import[] = FILES.flatMap((from) =>
  [...text(from).matchAll(/(?:from|(import)\()\s*'(\.[^']*)'/g)].map((match) => ({
    from,
    to: normalize(join(dirname(from), match[2]!)).replace(/\.js$/, '.ts'),
    dynamic: match[1] !== undefined,
  })),
);

const roomOf = (file: string) => (file.includes('/') ? file.split('/')[0]! : '');

describe('the rooms of src', () => {
  it('are all known', () => {
    const rooms = new Set(FILES.map(roomOf).filter((room) => room !== ''));
    expect([...rooms].filter((room) => MAY_IMPORT[room] === undefined)).toEqual([]);
    expect(IMPORTS.length).toBeGreaterThan(100);
  });

  it('import downward only', () => {
    const upward = IMPORTS.filter(({ from, to }) => {
      const [room, other] = [roomOf(from), roomOf(to)];
      if (room === '' || room === other || other === 'sim') return false;
      return !MAY_IMPORT[room]?.includes(other);
    });
    expect(upward).toEqual([]);
  });

  it('have folders in src/why that import those before them only', () => {
    const folders = ['trace', 'model', 'account', 'patterns', 'without-trace', 'recording'];
    const levelOf = (file: string) => folders.indexOf(file.split('/')[1]!);
    const own = IMPORTS.filter(({ from, to }) => roomOf(from) === 'why' && roomOf(to) === 'why');
    expect(own.length).toBeGreaterThan(50);
    const isUpward = ({ from, to }: Import) => levelOf(to) > levelOf(from);
    expect(own.filter((one) => levelOf(one.to) < 0 || isUpward(one))).toEqual([]);
  });

  it('import the simulated card dynamically, to open it and to complete its keys', () => {
    const outside = ({ from }: Import) => roomOf(from) !== 'sim' && from !== 'sim.ts';
    const toSim = IMPORTS.filter((one) => roomOf(one.to) === 'sim' && outside(one));
    expect(toSim).toEqual([
      { from: 'cli/completion.ts', to: 'sim/config.ts', dynamic: true },
      { from: 'device/open.ts', to: 'sim/card.ts', dynamic: true },
    ]);
  });

  it('leave the addon to src/device, the privileges of a thread and the lock of a file', () => {
    const users = FILES.filter((file) =>
      /alsa_mmap\.node|loadAddon|process\.dlopen/.test(text(file)),
    );
    expect(users.filter((file) => roomOf(file) !== 'device')).toEqual([
      'audio/file-creation.ts',
      'runtime/thread-privileges.ts',
    ]);
    expect(users).toContain('device/addon.ts');
  });
});

describe('imports', () => {
  it('have no cycles', () => {
    const done = new Set<string>();
    const cycles: string[][] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file]);
      if (path.includes(file) || done.has(file)) return;
      for (const { from, to, dynamic } of IMPORTS) {
        if (from === file && !dynamic) visit(to, [...path, file]);
      }
      done.add(file);
    };
    for (const file of FILES) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('the files of src', () => {
  it('are named after a concern, not utils, helpers or manager', () => {
    const parts = FILES.flatMap((file) => [...dirname(file).split('/'), basename(file, '.ts')]);
    expect(parts.filter((part) => /\b(utils?|helpers?|managers?)\b/i.test(part))).toEqual([]);
  });

  it('have 260 lines at most', () => {
    const long = FILES.map((file) => ({ file, lines: text(file).split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > 260)).toEqual([]);
  });
});
