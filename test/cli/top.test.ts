import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import { afterAll, describe, expect, it } from 'vitest';
import { openMetrics } from '../../src/cli/metrics/open-metrics.js';
import { topDocument } from '../../src/cli/top/document.js';
import { readTopRecording, TopRecording } from '../../src/cli/top/recording.js';
import { filterStreams, sortStreams, topStream } from '../../src/cli/top/stream.js';
import { topTable } from '../../src/cli/top/table.js';
import { TopView } from '../../src/cli/top/view.js';
import { StreamMonitor } from '../../src/observe/stream-monitor.js';
import { procTree, writeProcTree } from '../observe/proc-tree.js';
import { compileSchema } from './json-schema.js';
import {
  childOf,
  jsonLines,
  PROGRAM,
  run,
  scratchDirectory,
  start,
  startOnTerminal,
} from './program.js';
import { TmuxTerminal } from './tmux.js';

const PLAIN = new Chalk({ level: 0 });
const COLORED = new Chalk({ level: 1 });
const STAT = `1205 (pw) x) S ${'0 '.repeat(15)}-11 ${'0 '.repeat(20)}88 1 0\n`;
const TREE = {
  ...procTree('print-code'),
  '1200/task/1205/stat': STAT,
  '1200/task/1205/schedstat': '5000 2500000000 12\n',
};
const CAUSES = mkdtempSync(join(tmpdir(), 'alsa-mmap-causes-'));
afterAll(() => rmSync(CAUSES, { recursive: true }));
const monitor = new StreamMonitor({ procRoot: writeProcTree(TREE), causesFolder: CAUSES });
const STREAMS = monitor.read(0).map(topStream);

/** The same streams while another process explains the xruns of the first. */
function readExplained() {
  const stream = { card: 0, device: 0, subdevice: 0, direction: 'playback', ownerPid: 1200 };
  const description = 'the owner was stopped by SIGSTOP from bash (190)';
  const last = { kind: 'stopped', description, isLikely: false, date: '2026-01-02T03:04:05.678Z' };
  const published = [{ ...stream, last, counts: { stopped: 2, blocked: 1 } }];
  writeFileSync(join(CAUSES, '1200.json'), JSON.stringify(published));
  return monitor.read(0).map(topStream);
}

describe('top', () => {
  it('is a document of all streams', () => {
    const document = topDocument(STREAMS);
    const validate = compileSchema('top');
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document).toMatchObject({
      commandLine: ['alsa-mmap', ...process.argv.slice(2)],
      streams: [
        {
          name: 'hw:0,0,0',
          owner: { pid: 1200 },
          fill: 2000,
          minFill: 2000,
          path: 'proc',
          scheduling: { policy: 'FIFO', priority: 88, runDelayNs: 2.5e9 },
        },
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
    if (columns >= 120) expect(lines[1]).toMatch(/ FIFO 88 +2\.500 +S32_LE/);
    const colored = topTable(STREAMS, columns, COLORED).map(stripVTControlCharacters);
    expect(colored).toEqual(lines);
  });

  it.each([
    ['device', 'hw:0,0,0 hw:0,0,0 hw:0,0,1 hw:1,0,0'],
    ['xruns', 'XRUN'],
    ['owner', 'a process that has ended'],
  ] as const)('is sorted by %s', (order, expected) => {
    const sorted = sortStreams(STREAMS, order);
    const { state, owner } = sorted[0]!;
    const shown = { device: sorted.map(({ name }) => name).join(' '), xruns: state };
    expect({ ...shown, owner: owner?.command }[order]).toBe(expected);
  });

  it('is sorted by the part of the buffer that is filled, unknown ones last', () => {
    const parts = sortStreams(STREAMS, 'fill').map(({ fill, params }) =>
      fill === null ? 2 : fill / params!.bufferSize,
    );
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect(sortStreams(STREAMS, 'min').at(-1)!.minFill).toBeNull();
  });

  it('is filtered by device, owner and state', () => {
    expect(filterStreams(STREAMS, 'PIPE')).toHaveLength(1);
    expect(filterStreams(STREAMS, 'xrun')).toHaveLength(1);
    expect(filterStreams(STREAMS, 'hw:0,')).toHaveLength(3);
    expect(filterStreams(STREAMS, 'none')).toEqual([]);
  });

  it('shows the details of one stream after Enter, and of another after an arrow', () => {
    const view = new TopView({ sort: 'device' });
    const lines = () => view.lines(STREAMS, { time: '', keys: '' }, 80, PLAIN).join('\n');
    expect(lines()).toContain('\nhw:0,0,1 ');
    view.press('\r');
    expect(lines()).toMatch(/scheduling +FIFO 88 +waited for a CPU for 2\.50 s/);
    expect(lines()).toMatch(/stop_threshold +never\n/);
    expect(lines()).toMatch(/status page +by proc\n/);
    expect(lines()).not.toContain('XRUN');
    for (const key of ['\x1b[A', '\x1b[B']) view.press(key);
    expect(lines()).toContain(' XRUN ');
    view.press('\x1b[B');
    // The order changes, the stream stays.
    expect(lines()).toContain('not set up');
    view.press('s');
    expect(lines()).toContain('not set up');
    view.press('\r');
    expect(lines()).toContain('\nhw:0,0,1 ');
    expect(
      new TopView({ sort: 'device' }).lines([], { time: '', keys: '' }, 80, PLAIN),
    ).toHaveLength(4);
  });

  it('has a head alone without streams', () => {
    expect(topTable([], 80, PLAIN)).toHaveLength(1);
  });

  it('shows the cause of the last xrun that another process has explained', () => {
    const explained = readExplained();
    const document = topDocument(explained);
    const validate = compileSchema('top');
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(explained[0]).toMatchObject({
      lastCause: { kind: 'stopped', isLikely: false },
      explained: { stopped: 2, blocked: 1 },
    });
    expect(explained[1]).toMatchObject({ lastCause: null, explained: {} });
    const lines = topTable(explained, 100, PLAIN);
    expect(lines.map((line) => line.split(/ +/).at(-1)).slice(0, 2)).toEqual(['cause', 'stopped']);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(topTable(STREAMS, 100, PLAIN)[0]).not.toContain('cause');
    const view = new TopView({ sort: 'device' });
    view.press('\r');
    const details = view.lines(explained, { time: '', keys: '' }, 100, PLAIN).join('\n');
    expect(details).toMatch(/last cause +the owner was stopped by SIGSTOP from bash \(190\)/);
    expect(details).toMatch(/explained +stopped 2, blocked 1/);
    const metrics = openMetrics(explained);
    const labels = 'device="hw:0,0,0",direction="playback"';
    expect(metrics).toContain(`alsa_pcm_explained_xruns_total{${labels},cause="stopped"} 2\n`);
    expect(metrics.match(/^alsa_pcm_explained_xruns_total/gm)).toHaveLength(2);
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

describe('a recording of top', () => {
  const scratch = scratchDirectory();
  const record = (file: string, times: number) => {
    const recording = new TopRecording(scratch(file));
    for (let time = 0; time < times; time++) recording.write(STREAMS);
    recording.close();
  };

  it('is read as it was written', () => {
    record('two.jsonl', 2);
    const recorded = readTopRecording(scratch('two.jsonl'));
    expect(recorded.map(({ streams }) => streams)).toEqual([STREAMS, STREAMS]);
    expect(Date.parse(recorded[0]!.date)).toBeGreaterThan(0);
  });

  it('ends with its last complete line', () => {
    record('cut.jsonl', 2);
    truncateSync(scratch('cut.jsonl'), statSync(scratch('cut.jsonl')).size - 5);
    expect(readTopRecording(scratch('cut.jsonl'))).toHaveLength(1);
  });

  it.each([
    ['', /empty/],
    ['{}\n', /line 1/],
    ['{"schema":"alsa-mmap.top/1","date":"","streams":[{}]}\n', /line 1/],
    ['x', /incomplete/],
  ])('is not %j', (text, problem) => {
    writeFileSync(scratch('bad.jsonl'), text);
    expect(() => readTopRecording(scratch('bad.jsonl'))).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringMatching(problem) }),
    );
  });

  it('is replayed as documents, filtered and sorted', async () => {
    record('played.jsonl', 3);
    const words = ['--replay', scratch('played.jsonl'), '--interval', '50ms', '--filter', 'pipe'];
    const { code, stdout } = await run(['top', ...words, '--json']);
    expect(code).toBe(0);
    const [document, ...more] = jsonLines(stdout);
    expect([document!['streams'], more.length]).toMatchObject([
      [{ owner: { command: 'pipewire' } }],
      2,
    ]);
    expect((await run(['top', '--replay', scratch('none.jsonl')])).code).toBe(3);
  });

  it('is written by the program', async () => {
    const file = scratch('live.jsonl');
    const running = start(['top', '--record', file, '--json', '--interval', '50ms']);
    await running.seen('}\n');
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(143);
    expect(readTopRecording(file)[0]!.streams).toEqual([]);
  });

  it('is shown on a terminal, step by step', async () => {
    record('screen.jsonl', 3);
    const program = `${process.execPath} ${PROGRAM}`;
    const words = `top --replay ${scratch('screen.jsonl')} --interval 1h`;
    const terminal = new TmuxTerminal(`${program} ${words}`, { columns: 80, rows: 24 });
    try {
      await terminal.shows(/4 open streams .* 1 of 3\n.*sort \(device\)/);
      terminal.type('Right');
      const screen = await terminal.shows(/ 2 of 3\n/);
      expect(screen).toMatch(/^hw:0,0,0 +play +RUNNING +pipewire/m);
      terminal.type('s', 'r');
      await terminal.shows(/open streams, \d hidden .*\n.*sort \(fill\) .*r: all/);
      terminal.type('Left');
      await terminal.shows(/ 1 of 3\n/);
    } finally {
      terminal.close();
    }
  });
});

describe('OpenMetrics', () => {
  it('are printed once, for every stream', async () => {
    const lines = openMetrics(STREAMS).trimEnd().split('\n');
    expect(lines.at(-1)).toBe('# EOF');
    const labels = 'device="hw:0,0,0",direction="playback"';
    expect(lines).toContain(`alsa_pcm_fill_frames{${labels}} 2000`);
    expect(lines).toContain(`alsa_pcm_owner_run_delay_seconds_total{${labels}} 2.5`);
    expect(lines).toContain(`alsa_pcm_xruns_total{${labels},kind="xrun"} 0`);
    const samples = lines.filter((line) => !line.startsWith('#'));
    for (const line of samples) expect(line).toMatch(/^alsa_pcm_\w+\{(\w+="[^"]*",?)+\} \d[\d.]*$/);
    const { code, stdout } = await run(['top', '--openmetrics']);
    expect([code, stdout.endsWith('# EOF\n')]).toEqual([0, true]);
  });

  it('escape what a label cannot hold', () => {
    const owner = { pid: 1, tid: 1, command: 'a"b\\c\nd' };
    const text = openMetrics([{ ...STREAMS[0]!, owner }]);
    expect(text).toContain('command="a\\"b\\\\c\\nd"');
  });
});

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
