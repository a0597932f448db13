import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StreamMonitor } from '../../src/observe/stream-monitor.js';
import { type ProcTree, procTree, writeProcTree } from './proc-tree.js';

const TREE = procTree('print-code');
const PLAYBACK = 'asound/card0/pcm0p/sub0';

function monitorOf(tree: ProcTree) {
  const root = writeProcTree(tree);
  const monitor = new StreamMonitor({ procRoot: root });
  return {
    write: (path: string, text: string) => writeFileSync(join(root, path), text),
    read: (nowMs: number) => monitor.read(nowMs),
    first: (nowMs: number) => monitor.read(nowMs)[0]!,
  };
}

/** The playback stream with other values. */
function status(values: { state?: string; hwPtr?: number; applPtr?: number; owner?: number }) {
  const { state = 'RUNNING', hwPtr = 48_000_000, applPtr = 48_002_000, owner = 1205 } = values;
  return TREE[`${PLAYBACK}/status`]!.replace('RUNNING', state)
    .replace('48000000', `${hwPtr}`)
    .replace('48002000', `${applPtr}`)
    .replace('1205', `${owner}`);
}

describe('the monitor of all streams', () => {
  it('reads them in order, and finds and drops them as they are opened and closed', () => {
    const { read, write } = monitorOf({ ...TREE, [`${PLAYBACK}/hw_params`]: 'closed\n' });
    const names = (nowMs: number) => read(nowMs).map(({ snapshot }) => snapshot.stream.name);
    expect(names(0)).toEqual(['hw:0,0,0', 'hw:0,0,1', 'hw:1,0,0']);
    write(`${PLAYBACK}/hw_params`, TREE[`${PLAYBACK}/hw_params`]!);
    expect(names(999)).toHaveLength(3);
    expect(names(1000)).toEqual(['hw:0,0,0', 'hw:0,0,0', 'hw:0,0,1', 'hw:1,0,0']);
    write('asound/card1/pcm0p/sub0/hw_params', 'closed\n');
    expect(names(1500)).toEqual(['hw:0,0,0', 'hw:0,0,0', 'hw:0,0,1']);
  });

  it('keeps the lowest fill of a running stream', () => {
    const { first, write } = monitorOf(TREE);
    expect(first(0)).toMatchObject({ minFill: 2000, snapshot: { fill: 2000 } });
    write(`${PLAYBACK}/status`, status({ hwPtr: 48_001_900 }));
    expect(first(500)).toMatchObject({ minFill: 100 });
    write(`${PLAYBACK}/status`, status({ hwPtr: 48_000_100, applPtr: 48_003_000 }));
    expect(first(1000)).toMatchObject({ minFill: 100, snapshot: { fill: 2900 } });
  });

  it('counts each entry into XRUN once', () => {
    const { first, write } = monitorOf(TREE);
    expect(first(0)).toMatchObject({ xruns: 0 });
    write(`${PLAYBACK}/status`, status({ state: 'XRUN' }));
    expect([first(500).xruns, first(1000).xruns]).toEqual([1, 1]);
    write(`${PLAYBACK}/status`, status({ hwPtr: 0, applPtr: 2000 }));
    expect(first(1500)).toMatchObject({ xruns: 1, restarts: 0 });
    write(`${PLAYBACK}/status`, status({ state: 'XRUN' }));
    expect(first(2000)).toMatchObject({ xruns: 2 });
  });

  it('counts a restart that was over between two looks, but not a wrap of the pointer', () => {
    const { first, write } = monitorOf(TREE);
    first(0);
    write(`${PLAYBACK}/status`, status({ hwPtr: 96, applPtr: 2096 }));
    expect(first(500)).toMatchObject({ xruns: 0, restarts: 1 });
    const boundary = 96_000;
    const swParams = TREE[`${PLAYBACK}/sw_params`]!.replace(/boundary.*/, `boundary: ${boundary}`);
    write(`${PLAYBACK}/sw_params`, swParams);
    write(`${PLAYBACK}/status`, status({ hwPtr: 95_000, applPtr: 95_100 }));
    first(1000);
    write(`${PLAYBACK}/status`, status({ hwPtr: 96, applPtr: 2096 }));
    expect(first(1500)).toMatchObject({ restarts: 1 });
  });

  it('begins anew with another owner', () => {
    const { first, write } = monitorOf(TREE);
    write(`${PLAYBACK}/status`, status({ state: 'XRUN' }));
    expect(first(0)).toMatchObject({ xruns: 1, minFill: null });
    write(`${PLAYBACK}/status`, status({ owner: 1311 }));
    expect(first(500)).toMatchObject({ xruns: 0, minFill: 2000 });
  });

  it('reads 64 streams in less than 5 ms', () => {
    const tree: Record<string, string> = {
      'asound/pcm': '00-00: Many : Many : playback 64\n',
      '1200/comm': 'pipewire\n',
      '1205/status': 'Tgid:\t1200\n',
    };
    for (let sub = 0; sub < 64; sub++) {
      for (const file of ['hw_params', 'sw_params', 'status']) {
        tree[`asound/card0/pcm0p/sub${sub}/${file}`] = TREE[`${PLAYBACK}/${file}`]!;
      }
    }
    const { read } = monitorOf(tree);
    expect(read(0)).toHaveLength(64);
    const { user: before } = process.cpuUsage();
    for (let pass = 1; pass <= 50; pass++) expect(read(100 * pass)).toHaveLength(64);
    expect((process.cpuUsage().user - before) / 50).toBeLessThan(5000);
  });
});
