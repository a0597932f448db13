import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { jsonLines, start, startOnTerminal } from '../program.js';

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
    for (const { schema } of documents) expect(schema).toBe('alsa-mmap.status/1');
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

  it('redraws one line on a terminal', async () => {
    const running = startOnTerminal(WATCH);
    await running.seen('RUNNING  ');
    setTimeout(() => running.child.stdin?.write('\x03'), 700);
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    const drawn = stdout.split('\r\x1b[K').slice(1);
    expect(drawn.length).toBeGreaterThanOrEqual(3);
    for (const line of drawn.slice(0, -1)) {
      expect(stripVTControlCharacters(line)).toMatch(/^RUNNING {2,}hw_ptr/);
      expect(line).not.toContain('\n');
    }
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
