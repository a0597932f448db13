import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { statusDocument } from '../../../src/cli/status/document.js';
import { holderOf } from '../../../src/cli/status/foreign.js';
import { statusLine, statusText } from '../../../src/cli/status/text.js';
import { foreignView } from '../../../src/cli/status/view.js';
import { AlsaMmapError } from '../../../src/device/errors.js';
import { findStreams } from '../../../src/observe/find-stream.js';
import { ForeignStream } from '../../../src/observe/foreign-stream.js';
import { procTree, writeProcTree } from '../../observe/proc-tree.js';
import { compileSchema } from '../json-schema.js';
import { jsonLines, run } from '../program.js';

const root = writeProcTree(procTree('print-code'));
const PLAIN = new Chalk({ level: 0 });

const numbers = (filter: Parameters<typeof findStreams>[0]) =>
  findStreams(filter, root).map(({ name, direction }) => `${name} ${direction}`);

function viewOf(filter: Parameters<typeof findStreams>[0]) {
  const [stream] = findStreams(filter, root);
  return foreignView(new ForeignStream(stream!, { procRoot: root }).read()!, 'ALC257 Analog');
}

describe('a stream of another process', () => {
  it('is found by device, direction, process and thread', () => {
    const all = ['hw:0,0,0 playback', 'hw:0,0,0 capture', 'hw:0,0,1 capture'];
    expect(numbers({ device: 'hw:PCH' })).toEqual(all);
    expect(numbers({ device: 'plughw:0' })).toEqual(all);
    expect(numbers({ device: 'hw:0,0,1' })).toEqual(['hw:0,0,1 capture']);
    expect(numbers({ device: 'hw:0', direction: 'playback' })).toEqual(['hw:0,0,0 playback']);
    expect(numbers({ pid: 1200 })).toEqual(['hw:0,0,0 playback']);
    expect(numbers({ pid: 1205 })).toEqual(['hw:0,0,0 playback']);
    expect(numbers({ pid: 1200, device: 'hw:DAC' })).toEqual([]);
    expect(numbers({ device: 'default' })).toEqual([]);
    expect(numbers({ device: 'hw:0,3' })).toEqual([]);
  });

  it.each([
    ['running, from /proc/asound', { pid: 1200 }],
    ['in XRUN with a negative delay', { device: 'hw:0,0,0', direction: 'capture' }],
    ['not set up', { device: 'hw:0,0,1' }],
    ['of a format that is not linear, by an invisible owner', { device: 'hw:DAC' }],
  ] as const)('is a document: %s', (_, filter) => {
    const validate = compileSchema('status');
    validate(JSON.parse(JSON.stringify(statusDocument(viewOf(filter)))));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has its owner, its parameters, and the path of each value', () => {
    expect(statusDocument(viewOf({ pid: 1200 }))).toMatchObject({
      device: { name: 'hw:0,0,0', card: 0, description: 'ALC257 Analog' },
      direction: 'playback',
      owner: { pid: 1200, tid: 1205, command: 'pipewire' },
      state: 'RUNNING',
      fill: 2000,
      timestamp: { clock: 'MONOTONIC', sec: 1812 },
      paths: { status: { path: 'proc', refusal: { errno: 'ENOENT' } } },
      params: { format: 'S32_LE', boundary: '6755399441055744000', info: null },
    });
    const { avail, fill, params } = viewOf({ device: 'hw:0,0,1' });
    expect({ avail, fill, params }).toEqual({ avail: null, fill: null, params: null });
  });

  it('is shown with its owner; unknown values say so', () => {
    const text = statusText(viewOf({ pid: 1200 }), PLAIN, true);
    expect(text).toMatch(/^hw:0,0,0 .*RUNNING, .*pipewire \(pid 1200\)\n/);
    expect(text).toMatch(/hw_ptr +48000000 .*by \/proc\/asound\n/);
    expect(text).toMatch(/\n {2}stop_threshold +never/);
    expect(statusText(viewOf({ device: 'hw:0,0,1' }), PLAIN, false)).toMatch(/fill +unknown/);
    expect(statusLine(viewOf({ device: 'hw:0,0,1' }), PLAIN)).toMatch(/^OPEN .*avail unknown/);
  });
});

describe('a device that cannot be opened', () => {
  const failed = (code: 'BUSY' | 'PERMISSION' | 'NO_DEVICE' | 'UNSUPPORTED', device: string) =>
    new AlsaMmapError(code, 'refused', { device });

  it.each([
    ['BUSY', 'hw:0,0', 'hw:0,0,0'],
    ['BUSY', 'hw:0,0,1', 'hw:0,0,1'],
    ['PERMISSION', 'hw:PCH,0', 'hw:0,0,0'],
    // alsa-lib reports this for a card by id whose control node it cannot open.
    ['NO_DEVICE', 'plughw:PCH', 'hw:0,0,0'],
  ] as const)('is held by an open stream: %s %s', (code, device, name) => {
    expect(holderOf(failed(code, device), undefined, root)?.name).toBe(name);
  });

  it.each([
    ['UNSUPPORTED', 'hw:0,0'],
    ['BUSY', 'hw:0,3'],
    ['NO_DEVICE', 'hw:7'],
    ['BUSY', 'sim:BUSY=1'],
  ] as const)('is not shown: %s %s', (code, device) => {
    expect(holderOf(failed(code, device), undefined, root)).toBeUndefined();
  });
});

describe('status --pid', () => {
  it('exits 3 for a process without a stream', async () => {
    const { code, stdout } = await run(['status', '--pid', `${process.pid}`, '--json']);
    expect(code).toBe(3);
    expect(jsonLines(stdout)).toMatchObject([{ error: { code: 'NO_DEVICE' } }]);
  });

  // The highest process ID is one less.
  it.each([['status'], ['tap', '/dev/null'], ['why']])(
    '%s says that there is no such process',
    async (...words) => {
      const { code, stderr } = await run([...words, '--pid', `${2 ** 22}`]);
      expect(code).toBe(3);
      expect(stderr).toContain(`no process ${2 ** 22}`);
    },
  );

  it.each([[['--pid', '1', '--start']], [['--pid', '1', '--sync-ptr']], [['--pid', '0']]])(
    'exits 2 for %j',
    async (words) => {
      expect((await run(['status', ...words])).code).toBe(2);
    },
  );

  it('does not hide that the simulated card is busy', async () => {
    expect((await run(['status', 'sim:BUSY=1'])).code).toBe(4);
  });
});
