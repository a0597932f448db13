import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WavParams } from '../../src/audio/wav-fmt.js';
import { wavDataOffset, wavHeader, wavStreamHeader } from '../../src/audio/wav-header.js';
import { createWav, WavWriter } from '../../src/audio/wav-writer.js';
import { type FormatName, findFormat } from '../../src/device/format.js';
import { MemorySink } from './memory-sink.js';
import { scratchDirectory } from './scratch.js';

const scratch = scratchDirectory();
const params = (name: FormatName, channels: number): WavParams => ({
  format: findFormat(name)!,
  channels,
  rateHz: 48000,
});
const stereo = params('S16_LE', 2);
const counting = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7 + 1) & 0xff);

/** Creates a writer into memory with a manual clock. */
function memoryWriter(format = stereo, sink = new MemorySink()) {
  const clock = { ms: 1000 };
  const writer = new WavWriter(sink, format, { nowMs: () => clock.ms });
  return { writer, sink, clock };
}

const file = (format: WavParams, data: Uint8Array) =>
  Buffer.concat([wavHeader(format, data.length), data]);

describe('a finished file', () => {
  it('holds the header and the samples for any block sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 })), (lengths) => {
        const data = counting(lengths.reduce((sum, length) => sum + length, 0) & ~3);
        const { writer, sink } = memoryWriter();
        let at = 0;
        for (const length of lengths) {
          writer.write(data.subarray(at, at + length));
          at += length;
        }
        writer.finish();
        expect(sink.bytes.equals(file(stereo, data))).toBe(true);
        expect(writer.frames).toBe(data.length / 4);
      }),
    );
  });

  it('has a pad byte after an odd length that its sizes do not count as data', () => {
    const mono = params('S24_3LE', 1);
    const { writer, sink } = memoryWriter(mono);
    writer.write(counting(9));
    writer.finish();
    expect(sink.bytes.equals(Buffer.concat([file(mono, counting(9)), Buffer.alloc(1)]))).toBe(true);
  });

  it('ends with its last whole frame', () => {
    const { writer, sink } = memoryWriter();
    writer.write(counting(11));
    writer.finish();
    expect(sink.bytes.equals(file(stereo, counting(8)))).toBe(true);
  });

  it('is closed once and rejects later writes', () => {
    const { writer, sink } = memoryWriter();
    writer.finish();
    const before = Buffer.from(sink.bytes);
    writer.finish();
    expect(sink.closed).toBe(1);
    expect(sink.bytes.equals(before)).toBe(true);
    expect(() => writer.write(counting(4))).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  });

  it('is complete if the sink accepts a few bytes at a time', () => {
    const sink = new MemorySink();
    sink.maxBytesPerWrite = 7;
    const { writer } = memoryWriter(stereo, sink);
    writer.write(counting(400));
    writer.finish();
    expect(sink.bytes.equals(file(stereo, counting(400)))).toBe(true);
  });

  it('overwrites a file on disk, also from shared memory', () => {
    const path = scratch('finished.wav');
    writeFileSync(path, Buffer.alloc(100_000, 0xff));
    const shared = new Uint8Array(new SharedArrayBuffer(800));
    shared.set(counting(800));
    const writer = createWav(path, stereo);
    writer.write(shared);
    writer.finish();
    expect(readFileSync(path).equals(file(stereo, counting(800)))).toBe(true);
  });
});

describe('the header of a file that is being written', () => {
  it('is there before the first sample', () => {
    expect(memoryWriter().sink.bytes.equals(wavHeader(stereo, 0))).toBe(true);
  });

  it('is updated when the interval has passed, and not before', () => {
    const { writer, sink, clock } = memoryWriter();
    const header = () => sink.bytes.subarray(0, wavDataOffset(stereo));
    clock.ms += 499;
    writer.write(counting(40));
    expect(header().equals(wavHeader(stereo, 0))).toBe(true);
    clock.ms += 1;
    writer.write(counting(40));
    expect(header().equals(wavHeader(stereo, 80))).toBe(true);
    clock.ms += 499;
    writer.write(counting(40));
    expect(header().equals(wavHeader(stereo, 80))).toBe(true);
  });

  it('counts whole frames only', () => {
    const { writer, sink, clock } = memoryWriter();
    clock.ms += 500;
    writer.write(counting(7));
    expect(sink.bytes.subarray(0, wavDataOffset(stereo)).equals(wavHeader(stereo, 4))).toBe(true);
  });

  it('becomes RF64 when the file exceeds 4 GiB', () => {
    const written: Array<{ length: number; position: number; head: Buffer }> = [];
    const sink = Object.assign(new MemorySink(), {
      write(bytes: Uint8Array, position: number) {
        written.push({ length: bytes.length, position, head: Buffer.from(bytes.subarray(0, 104)) });
        return bytes.length;
      },
    });
    const { writer } = memoryWriter(stereo, sink);
    const block = new Uint8Array(2 ** 24);
    for (let count = 0; count < 257; count++) writer.write(block);
    const last = written.at(-1)!;
    expect(last.position).toBe(wavDataOffset(stereo) + 256 * 2 ** 24);
    writer.finish();
    const header = written.at(-1)!;
    expect(header.position).toBe(0);
    expect(header.head.equals(wavHeader(stereo, 257 * 2 ** 24))).toBe(true);
    expect(header.head.toString('latin1', 0, 4)).toBe('RF64');
  });
});

describe('a full disk', () => {
  it('is reported with its errno by every write until finish', () => {
    const { writer, sink } = memoryWriter();
    sink.capacity = wavDataOffset(stereo) + 100;
    const full = expect.objectContaining({ code: 'FAILED', errno: 'ENOSPC' });
    expect(() => writer.write(counting(150))).toThrow(full);
    sink.capacity = Infinity;
    expect(() => writer.write(counting(4))).toThrow(full);
  });

  it('keeps the whole frames written', () => {
    const { writer, sink } = memoryWriter();
    writer.write(counting(40));
    sink.maxBytesPerWrite = 30;
    sink.capacity = wavDataOffset(stereo) + 102;
    expect(() => writer.write(counting(200))).toThrow('full');
    expect(writer.frames).toBe(25);
    writer.finish();
    const kept = Buffer.concat([counting(40), counting(200)]).subarray(0, 100);
    expect(sink.bytes.equals(file(stereo, kept))).toBe(true);
    expect(sink.closed).toBe(1);
  });

  it('loses at most the pad byte', () => {
    const mono = params('S24_3LE', 1);
    const { writer, sink } = memoryWriter(mono);
    sink.capacity = wavDataOffset(mono) + 9;
    expect(() => writer.write(counting(12))).toThrow('full');
    writer.finish();
    expect(sink.bytes.equals(file(mono, counting(9)))).toBe(true);
  });

  it('is reported by finish if no write failed', () => {
    const mono = params('S24_3LE', 1);
    const { writer, sink } = memoryWriter(mono);
    sink.capacity = wavDataOffset(mono) + 9;
    writer.write(counting(9));
    expect(() => writer.finish()).toThrow('full');
    expect(sink.closed).toBe(1);
  });

  it('ends a write that makes no progress', () => {
    const sink = new MemorySink();
    const { writer } = memoryWriter(stereo, sink);
    sink.maxBytesPerWrite = 0;
    sink.write = () => 0;
    expect(() => writer.write(counting(4))).toThrow(
      expect.objectContaining({ code: 'FAILED', message: expect.stringContaining('memory.wav') }),
    );
  });

  it('closes a file whose first header cannot be written', () => {
    const sink = new MemorySink();
    sink.broken = true;
    expect(() => new WavWriter(sink, stereo)).toThrow(expect.objectContaining({ errno: 'EIO' }));
    expect(sink.closed).toBe(1);
  });

  it('is reported for /dev/full', () => {
    expect(() => createWav('/dev/full', stereo)).toThrow(
      expect.objectContaining({
        code: 'FAILED',
        errno: 'ENOSPC',
        syscall: 'write',
        message:
          'cannot write /dev/full: ENOSPC, no space is left; free some or choose another directory',
      }),
    );
  });
});

describe('a path that cannot be written', () => {
  it('in a directory that is missing is NO_DEVICE and names the directory', () => {
    expect(() => createWav(scratch('missing/out.wav'), stereo)).toThrow(
      expect.objectContaining({
        code: 'NO_DEVICE',
        errno: 'ENOENT',
        message:
          `cannot open for writing ${scratch('missing/out.wav')}: ENOENT, ` +
          `no such directory; create ${scratch('missing')} first`,
      }),
    );
  });

  it('through a file is NO_DEVICE', () => {
    writeFileSync(scratch('plain'), '');
    expect(() => createWav(scratch('plain/out.wav'), stereo)).toThrow(
      expect.objectContaining({ code: 'NO_DEVICE', errno: 'ENOTDIR' }),
    );
  });

  it('that is a directory is FAILED', () => {
    mkdirSync(scratch('directory'));
    expect(() => createWav(scratch('directory'), stereo)).toThrow(
      expect.objectContaining({ code: 'FAILED', errno: 'EISDIR' }),
    );
  });

  it('with bad parameters leaves an existing file unchanged', () => {
    writeFileSync(scratch('precious.wav'), 'precious');
    expect(() => createWav(scratch('precious.wav'), { ...stereo, channels: 0 })).toThrow(
      'channels',
    );
    expect(readFileSync(scratch('precious.wav'), 'utf8')).toBe('precious');
  });
});

describe('a FIFO', () => {
  it.skipIf(!existsSync('/usr/bin/mkfifo'))(
    'gets a stream header and samples, no pad',
    async () => {
      const fifo = scratch('fifo');
      execFileSync('mkfifo', [fifo]);
      const reader = spawn('cat', [fifo], { stdio: ['ignore', 'pipe', 'inherit'] });
      const received: Buffer[] = [];
      reader.stdout.on('data', (bytes: Buffer) => received.push(bytes));
      const mono = params('S24_3LE', 1);
      const clock = { ms: 0 };
      const writer = createWav(fifo, mono, { headerIntervalMs: 0, nowMs: () => clock.ms++ });
      writer.write(counting(9));
      writer.write(counting(6));
      writer.finish();
      await once(reader, 'close');
      const expected = Buffer.concat([wavStreamHeader(mono), counting(9), counting(6)]);
      expect(Buffer.concat(received).equals(expected)).toBe(true);
    },
  );
});
