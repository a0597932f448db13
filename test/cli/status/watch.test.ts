import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../json-schema.js';
import { childOf, jsonLines, PROGRAM, start, startOnTerminal } from '../program.js';
import { TmuxTerminal } from '../tmux.js';

const WATCH = ['status', 'sim', '--start', '--watch', '--interval', '0.1'];
const LINE =
  /^RUNNING {2,}hw_ptr (\d+) {2}appl_ptr \d+ {2}avail \d+ {2}fill \d+ {2}[\d.]+ \w+ old$/;

describe.concurrent('status --watch', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('prints a line a look until %s, then exits with %i', async (signal, exit) => {
    const running = start(WATCH);
    await running.seen('\nRUNNING');
    setTimeout(() => running.child.kill(signal), 700);
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: exit, stderr: '' });
    expect(stdout).toContain('\n  hw_ptr ');
    const lines = stdout.split('\n').filter((line) => line.startsWith('RUNNING'));
    const pointers = lines.map((line) => Number(LINE.exec(line)?.[1]));
    expect(pointers.length).toBeGreaterThanOrEqual(3);
    expect(pointers).toEqual(pointers.toSorted((a, b) => a - b));
    expect(pointers.at(-1)).toBeGreaterThan(pointers[0]!);
  });

  it('--json prints one document per snapshot', async () => {
    const running = start([...WATCH, '--json']);
    await running.seen('"state":"RUNNING"');
    setTimeout(() => running.child.kill('SIGINT'), 700);
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    const documents = jsonLines(stdout);
    expect(documents.length).toBeGreaterThanOrEqual(3);
    const validate = compileSchema('status');
    for (const document of documents) {
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
      expect(document['watched']).toMatchObject({ minFill: expect.any(Number), xruns: 0 });
    }
  });

  it('--count ends it after N snapshots', async () => {
    const { code, stdout } = await start([...WATCH, '--count', '3', '--json']).ended;
    expect({ code, documents: jsonLines(stdout).length }).toEqual({ code: 0, documents: 3 });
  });

  it('reports a timestamp that does not move with hw_ptr', async () => {
    const device = 'sim:QUIRK=timestamp-frozen';
    const running = start(['status', device, ...WATCH.slice(2), '--json']);
    await running.seen('"fault":"frozen"');
    running.child.kill('SIGINT');
    const { timestamp } = jsonLines((await running.ended).stdout).at(-1) as { timestamp: object };
    expect(timestamp).toMatchObject({ ageNs: null, fault: 'frozen' });
  });

  it('reports how far a free-running stream is past the end', async () => {
    const running = start([...WATCH, '--json']);
    await running.seen('"fill":0');
    await sleep(200);
    running.child.kill('SIGINT');
    const last = jsonLines((await running.ended).stdout).at(-1);
    expect(last).toMatchObject({ fill: 0, state: 'RUNNING' });
    expect(last!['avail']).toBeGreaterThan(4096);
  });

  it.each([
    [80, 24],
    [200, 60],
  ])('draws a screen of %i x %i, and brings back the terminal', async (columns, rows) => {
    const command = [process.execPath, PROGRAM, ...WATCH].join(' ');
    const terminal = new TmuxTerminal(`sh -c '${command}; echo code $?; sleep 60'`, {
      columns,
      rows,
    });
    try {
      const screen = await terminal.shows(/ring +[.#]+\n +[ahx][\s\S]*every \d[\s\S]*q: quit/);
      expect(screen).toMatch(/^sim {2}simulated card, playback: RUNNING$/m);
      const ring = /ring +([.#]+)$/m.exec(screen)![1]!;
      expect(ring).toHaveLength(columns - 16);
      expect(screen).toMatch(/hw_ptr +\d+ +frames/);
      expect(screen).toMatch(/lowest fill +[\d.]+ %/);
      expect(screen).toMatch(/p1 .*median .*p99/);
      expect(screen).toMatch(/xruns +0 seen, 0 restarts/);
      terminal.type('q');
      const after = await terminal.shows(/code 0/);
      expect(after).toMatch(/^RUNNING .*\ncode 0$/m);
    } finally {
      terminal.close();
    }
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('brings back the terminal after %s', async (signal) => {
    const running = startOnTerminal(WATCH);
    await running.seen('q: quit');
    process.kill(childOf(running.child.pid!), signal);
    expect((await running.ended).stdout).toContain('\x1b[?25h\x1b[?1049l');
  });

  it('exits 8 with a line when the device is disconnected', async () => {
    const words = [...WATCH];
    words[1] = 'sim:UNPLUG=9600';
    const { code, stdout, stderr } = await start(words).ended;
    expect({ code, stderr }).toEqual({
      code: 8,
      stderr: 'alsa-mmap: sim:UNPLUG=9600: device disconnected\n',
    });
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^DISCONNECTED/);
  });
});
