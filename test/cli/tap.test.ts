import fs, { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readWav } from '../../src/audio/wav-reader.js';
import { targetFromOptions } from '../../src/cli/stream/record-target.js';
import { openSource, runTap } from '../../src/cli/tap/run.js';
import { OWNER_PAGES } from '../../src/device/owner-memory.js';
import { readOpenStream } from '../../src/observe/sound-tree.js';
import { procTree, writeProcTree } from '../observe/proc-tree.js';
import { compileSchema } from './json-schema.js';
import { jsonLines, run, scratchDirectory } from './program.js';

const scratch = scratchDirectory();
const TREE = procTree('print-code');
const ID = { card: 0, device: 0, subdevice: 0, direction: 'playback' } as const;
const PARAMS = 'asound/card0/pcm0p/sub0/hw_params';
const BUFFER = 32_768;
const FRAME_BYTES = 8;
const RING = 0x7f00_0000_0000;
const hex = (address: number) => address.toString(16);
const line = (address: number, bytes: number, offset: string) =>
  `${hex(address)}-${hex(address + bytes)} rw-s ${offset} 00:06 3 /dev/snd/pcmC0D0p\n`;
const MAPS =
  line(RING, BUFFER * FRAME_BYTES, '00000000') +
  line(RING + (1 << 20), 4096, '80000000') +
  line(RING + (2 << 20), 4096, '81000000');

/** A playback whose frame n holds n in both channels; each look at it is `step` frames later. */
function tapped(step: number) {
  const root = writeProcTree({ ...TREE, '1200/maps': MAPS });
  const now = { hwPtr: 48_000_000, state: 3 };
  const readMemory = (_pid: number, _status: number, _control: number, into: ArrayBuffer) => {
    now.hwPtr += step;
    const words = new BigUint64Array(into);
    for (const base of [OWNER_PAGES.status, OWNER_PAGES.secondStatus]) {
      words.set([BigInt(now.state), BigInt(now.hwPtr)], base / 8);
    }
    words[OWNER_PAGES.control / 8] = BigInt(now.hwPtr + BUFFER);
  };
  const copyMemory = (_pid: number, address: number, into: Uint8Array) => {
    const samples = new Int32Array(into.buffer, into.byteOffset, into.length / 4);
    const first = (address - RING) / FRAME_BYTES;
    const lap = now.hwPtr - (now.hwPtr % BUFFER);
    for (let index = 0; index < samples.length; index++) {
      const at = lap + first + (index >> 1);
      samples[index] = at < now.hwPtr ? at + BUFFER : at;
    }
  };
  const source = openSource(readOpenStream(ID, root)!, { procRoot: root, readMemory, copyMemory });
  return { source, now, close: () => writeFileSync(join(root, PARAMS), 'closed\n') };
}

interface Options {
  readonly duration?: number;
  readonly failOn?: 'xrun';
  readonly gaps?: string;
  readonly compare?: string;
}

/** Runs a tap into a file; returns its exit code, its events and the frames of the file. */
async function tap({ source }: ReturnType<typeof tapped>, options: Options) {
  const { duration, failOn, gaps, compare } = options;
  const file = scratch('tapped.wav');
  const files = { file, gaps, splitTime: undefined, splitSize: undefined, fillGaps: false };
  const output = { json: true, quiet: false, verbose: false, noColor: true };
  let text = '';
  const { writeSync } = fs;
  const write = vi.spyOn(fs, 'writeSync').mockImplementation((fd: number, bytes, ...rest) => {
    if (fd !== 1) return Reflect.apply(writeSync, fs, [fd, bytes, ...rest]);
    text += String(bytes);
    return bytes.length;
  });
  syncBuiltinESMExports();
  let code: number | unknown;
  try {
    const target = await targetFromOptions({ ...files, ...output });
    const compareWith = compare === undefined ? undefined : readWav(compare);
    const values = { duration, failOn, ...output };
    code = await runTap(source, values, target, compareWith).catch((error) => error);
    compareWith?.close();
  } finally {
    write.mockRestore();
    syncBuiltinESMExports();
  }
  const validate = compileSchema('stream');
  const events = jsonLines(text);
  for (const event of events) {
    validate(event);
    expect(validate.errors ?? [], JSON.stringify(event)).toEqual([]);
  }
  const wav = readWav(file);
  const bytes = wav.data(0, wav.frames);
  wav.close();
  const samples = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return { code, events, frames: [...samples].filter((_, index) => index % 2 === 0) };
}

const isContiguous = (frames: readonly number[]) =>
  frames.every((frame, index) => frame === frames[0]! + index);

describe('tap', () => {
  it('writes every frame, and ends after its duration', async () => {
    const { code, events, frames } = await tap(tapped(480), { duration: 0.2 });
    expect(code).toBe(0);
    expect([frames.length, isContiguous(frames)]).toEqual([9600, true]);
    expect(events[0]).toMatchObject({
      event: 'opened',
      command: 'tap',
      device: { name: 'hw:0,0,0' },
      stream: { owner: { pid: 1200 }, params: { format: 'S32_LE' } },
    });
    expect(events.at(-1)).toMatchObject({
      event: 'totals',
      frames: 9600,
      fifoLostFrames: 0,
      fileFrames: 9600,
      state: 'RUNNING',
      end: null,
    });
  });

  it('reports lapped frames as a recording reports its gaps', async () => {
    const stream = tapped(480);
    const gaps = scratch('gaps.json');
    setTimeout(() => {
      stream.now.hwPtr += 3 * BUFFER;
    }, 50);
    const { code, events, frames } = await tap(stream, { duration: 3, failOn: 'xrun', gaps });
    expect(code).toMatchObject({ code: 'XRUN' });
    const losses = events.filter(({ event }) => event === 'fifo-overflow');
    const lost = losses.reduce((sum, { lostFrames }) => sum + Number(lostFrames), 0);
    expect(lost).toBeGreaterThan(2 * BUFFER - 1000);
    expect(frames.length + lost).toBe(3 * 48_000);
    const [, gap] = jsonLines(readFileSync(gaps, 'utf8'));
    expect(gap).toMatchObject({ kind: 'fifo-overflow', atFrame: losses[0]!['atFrame'] });
    const at = Number(gap!['fileFrame']);
    expect(frames[at]! - frames[at - 1]!).toBe(lost + 1);
    expect(isContiguous(frames.slice(0, at)) && isContiguous(frames.slice(at))).toBe(true);
  });

  it("counts the owner's xruns", async () => {
    const stream = tapped(480);
    setTimeout(() => {
      stream.now.state = 4;
    }, 50);
    const { events } = await tap(stream, { duration: 0.5 });
    expect(events.filter(({ event }) => event === 'xrun')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ xruns: 1 });
  });

  it('ends with the stream, and finishes the file', async () => {
    const stream = tapped(480);
    setTimeout(stream.close, 50);
    const { code, events, frames } = await tap(stream, {});
    expect(code).toBe(0);
    expect(events.at(-1)).toMatchObject({ end: 'closed', fileFrames: frames.length });
  });

  it('ends at a signal, and finishes the file', async () => {
    setTimeout(() => process.emit('SIGTERM', 'SIGTERM'), 50);
    const { code, events, frames } = await tap(tapped(480), {});
    expect(code).toBe(143);
    expect(events.at(-1)).toMatchObject({ end: null, fileFrames: frames.length });
    expect(isContiguous(frames)).toBe(true);
  });

  it('--compare judges the file', async () => {
    const source = scratch('source.wav');
    await tap(tapped(480), { duration: 0.2 });
    renameSync(scratch('tapped.wav'), source);
    const { code, events } = await tap(tapped(480), { duration: 0.1, compare: source });
    expect(code).toBe(0);
    expect(events.at(-1)).toMatchObject({
      comparison: {
        ...{ verdict: 'identical', comparedFrames: 4800, sourceFrame: 0, silentFrames: 0 },
        jumps: [],
      },
    });
    const bytes = readFileSync(source);
    bytes[bytes.length - 4800 * FRAME_BYTES - 4]! ^= 1;
    writeFileSync(source, bytes);
    const other = await tap(tapped(480), { duration: 0.2, compare: source });
    expect(other.code).toMatchObject({ code: 'LIMITS' });
    expect(other.events.at(-1)).toMatchObject({
      comparison: {
        verdict: 'dither',
        differentFrames: 1,
        firstDifference: { copyFrame: 4799, channel: 1 },
      },
    });
  });

  it.each([
    ['EPERM', 'PERMISSION'],
    ['EFAULT', 'UNSUPPORTED'],
  ])('is refused if the first read fails with %s: %s', (errno, code) => {
    const root = writeProcTree({ ...TREE, '1200/maps': MAPS });
    const copyMemory = () => {
      throw Object.assign(new Error(errno), { code: errno });
    };
    const open = () => openSource(readOpenStream(ID, root)!, { procRoot: root, copyMemory });
    expect(open).toThrow(expect.objectContaining({ code, errno, device: 'hw:0,0,0' }));
  });

  it("is read in the owner's memory if the kernel's is refused", () => {
    const root = writeProcTree({ ...TREE, '1200/maps': MAPS });
    const stream = readOpenStream(ID, root)!;
    const refusal = { errno: 'EPERM', reason: 'the kernel is locked down' };
    const open = (copyMemory: () => void) =>
      openSource(stream, { procRoot: root, copyMemory }, refusal);
    expect(open(() => {}).pages.path).toBe('process_vm_readv');
    const fails = () => {
      throw Object.assign(new Error('EFAULT'), { code: 'EFAULT' });
    };
    expect(() => open(fails)).toThrow(
      expect.objectContaining({ code: 'PERMISSION', errno: 'EPERM' }),
    );
  });

  it.each([[[]], [['hw:0']], [['--pid', `${process.pid}`]]])(
    'exits 3 without a stream: %j',
    async (words) => {
      expect((await run(['tap', scratch('x.wav'), ...words])).code).toBe(3);
    },
  );
});
