import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { topDocument } from '../../src/cli/top/document.js';
import { topTable } from '../../src/cli/top/table.js';
import { StreamMonitor } from '../../src/observe/stream-monitor.js';
import { procTree, writeProcTree } from '../observe/proc-tree.js';
import { compileSchema } from './json-schema.js';
import { jsonLines, run, start, startOnTerminal } from './program.js';

const PLAIN = new Chalk({ level: 0 });
const COLORED = new Chalk({ level: 1 });
const STREAMS = new StreamMonitor({ procRoot: writeProcTree(procTree('print-code')) }).read(0);

describe('top', () => {
  it('is a document of all streams', () => {
    const document = topDocument(STREAMS);
    const validate = compileSchema('top');
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document).toMatchObject({
      commandLine: ['alsa-mmap', ...process.argv.slice(2)],
      streams: [
        { name: 'hw:0,0,0', owner: { pid: 1200 }, fill: 2000, minFill: 2000, path: 'proc' },
        { state: 'XRUN', xruns: 1 },
        { state: 'OPEN', params: null, fill: null },
        { owner: null, params: { format: 'DSD_U32_BE' } },
      ],
    });
  });

  it.each([80, 100, 200])('has one line per stream in %i columns', (columns) => {
    const lines = topTable(STREAMS, columns, PLAIN);
    expect(lines).toHaveLength(1 + STREAMS.length);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines[1]).toMatch(/^hw:0,0,0 +play +RUNNING +pipewire/);
    if (columns >= 100) expect(lines[1]).toMatch(/S32_LE 2ch +48000 +1024x32 +[#|.]+ +6 % +0$/);
    const colored = topTable(STREAMS, columns, COLORED).map(stripVTControlCharacters);
    expect(colored).toEqual(lines);
  });

  it('has a head alone without streams', () => {
    expect(topTable([], 80, PLAIN)).toHaveLength(1);
  });

  it('--once prints one document or table', async () => {
    const { code, stdout } = await run(['top', '--once', '--json']);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([{ schema: 'alsa-mmap.top/1', streams: [] }]);
    expect((await run(['top', '--once'])).stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(await run(['top', '--once', '-q'])).toMatchObject({ code: 0, stdout: '' });
    expect((await run(['top', '--once', '--interval', '1'])).code).toBe(2);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('--json prints a line per interval until %s', async (signal, exit) => {
    const running = start(['top', '--json', '--interval', '50ms']);
    await running.seen('}\n');
    setTimeout(() => running.child.kill(signal), 500);
    const { code, stdout } = await running.ended;
    expect(code).toBe(exit);
    expect(jsonLines(stdout).length).toBeGreaterThanOrEqual(2);
  });
});

/** The program below script(1). */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

describe('top on a terminal', () => {
  const ENTER = '\x1b[?1049h\x1b[?25l';
  const LEAVE = '\x1b[?25h\x1b[?1049l';

  it.each([
    ['q', 'q', 0],
    ['Ctrl-C', '\x03', 130],
  ])('ends at %s and brings back the screen', async (_, key, exit) => {
    const running = startOnTerminal(['top', '--interval', '100ms']);
    await running.seen('open streams');
    running.child.stdin!.write(key);
    const { code, stdout } = await running.ended;
    expect(code).toBe(exit);
    expect(stdout.startsWith(ENTER)).toBe(true);
    expect(stdout.trimEnd().endsWith(LEAVE)).toBe(true);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('brings back the screen after %s', async (signal) => {
    const running = startOnTerminal(['top', '--interval', '100ms']);
    await running.seen('open streams');
    process.kill(childOf(running.child.pid!), signal);
    expect((await running.ended).stdout.trimEnd().endsWith(LEAVE)).toBe(true);
  });
});
