import { describe, expect, it } from 'vitest';
import { OwnerPages } from '../../src/observe/owner-pages.js';
import {
  readCardFile,
  readCards,
  readOpenStream,
  readOpenStreams,
  readPcms,
} from '../../src/observe/sound-tree.js';
import { parseUsbStream } from '../../src/observe/usb-stream.js';
import { procTree, writeProcTree } from './proc-tree.js';

const TREE = procTree('print-code');
const root = writeProcTree(TREE);

describe('the tree of /proc/asound', () => {
  it('lists cards, and PCMs by number', () => {
    expect(readCards(root).map(({ id }) => id)).toEqual(['PCH', 'DAC']);
    expect(readPcms(root).map(({ card, device }) => [card, device])).toEqual([
      [0, 0],
      [0, 3],
      [1, 0],
    ]);
    expect(readCardFile(1, 'stream0', root)).toContain('Playback:');
  });

  it('lists open substreams of both directions with owner and parameters', () => {
    const streams = readOpenStreams({ card: 0, device: 0 }, root);
    expect(streams.map(({ name, direction }) => [name, direction])).toEqual([
      ['hw:0,0,0', 'playback'],
      ['hw:0,0,0', 'capture'],
      ['hw:0,0,1', 'capture'],
    ]);
    // The kernel names the thread that opened; its process has another name and number.
    expect(streams[0]).toMatchObject({
      owner: { pid: 1200, tid: 1205, command: 'pipewire' },
      hwParams: { rateHz: 48_000 },
      swParams: { availMin: 1024 },
      status: { state: 'RUNNING', hwPtr: 48_000_000 },
    });
    expect(streams[2]).toMatchObject({
      owner: { pid: 1400, command: 'a process that has ended' },
      status: { state: 'OPEN' },
    });
    expect(streams[2]?.hwParams).toBeUndefined();
    expect(readOpenStreams({ card: 0, device: 3 }, root)).toEqual([]);
  });

  it('names no owner of another PID namespace', () => {
    const [stream] = readOpenStreams({ card: 1, device: 0 }, root);
    expect(stream).toMatchObject({ name: 'hw:1,0,0', hwParams: { format: 'DSD_U32_BE' } });
    expect(stream?.owner).toBeUndefined();
  });

  it('does not read the status of a closed substream', () => {
    const tree = writeProcTree({ ...TREE, 'asound/card0/pcm3p/sub0/status': 'state: RUNNING\n' });
    const id = { card: 0, device: 3, subdevice: 0, direction: 'playback' } as const;
    expect(readOpenStream(id, tree)).toBeUndefined();
  });

  it('is empty on a machine without sound', () => {
    const empty = writeProcTree({});
    expect([readCards(empty), readPcms(empty)]).toEqual([[], []]);
    expect(readOpenStreams({ card: 0, device: 0 }, empty)).toEqual([]);
  });
});

describe('the tree of a guest with six streams', () => {
  const guest = writeProcTree(procTree('guest'));
  const streams = readPcms(guest).flatMap((pcm) => readOpenStreams(pcm, guest));

  it('names each owner with its parameters', () => {
    const rows = streams.map(({ name, direction, owner, hwParams }) => [
      name,
      direction,
      owner?.command,
      hwParams?.access,
      hwParams?.rateHz,
    ]);
    expect(rows).toEqual([
      ['hw:0,0,0', 'playback', 'aplay', 'MMAP_INTERLEAVED', 48_000],
      ['hw:0,0,3', 'capture', 'arecord', 'MMAP_INTERLEAVED', 48_000],
      ['hw:1,0,2', 'playback', 'aplay', 'RW_INTERLEAVED', 44_100],
      ['hw:1,1,5', 'capture', 'arecord', 'RW_INTERLEAVED', 96_000],
      ['hw:2,0,0', 'playback', 'aplay', 'RW_INTERLEAVED', 48_000],
      ['hw:4,0,0', 'playback', 'aplay', 'MMAP_INTERLEAVED', 48_000],
    ]);
    for (const { hwParams, swParams, status } of streams) {
      expect(status.state).toBe('RUNNING');
      expect(status.hwPtr).toBeGreaterThan(0);
      expect(swParams!.boundary % hwParams!.bufferSize).toBe(0);
    }
  });

  it.each(streams)('finds the pages of $name in its process', (stream) => {
    const pages = OwnerPages.find(stream, guest) as OwnerPages;
    // A driver with SYNC_APPLPTR, such as USB, shares no control page.
    expect(pages.hasControl).toBe(stream.card !== 4);
  });

  it('has the stream of the USB card', () => {
    expect(parseUsbStream(readCardFile(4, 'stream0', guest))).toMatchObject([
      { direction: 'playback', isRunning: true, momentaryHz: 48_000, packetBytes: 192 },
    ]);
  });
});
