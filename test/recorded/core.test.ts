import { describe, expect, it } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { Snapshot } from '../../src/core/snapshot.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { fitLine } from '../../src/measure/statistic/regression.js';
import { lastRow, type Row, TRACES } from './trace.js';
import { TraceDevice } from './trace-device.js';

describe('the recorded traces', () => {
  it('cover every driver of the guest in both directions', () => {
    const drivers = new Set(TRACES.map(({ driver }) => driver));
    expect([...drivers].sort()).toEqual([
      'snd-aloop',
      'snd-dummy',
      'snd-ens1370',
      'snd-intel8x0',
      'snd-usb-audio',
    ]);
    const captures = TRACES.filter(({ params }) => params.direction === 'capture');
    expect(captures.length).toBeGreaterThanOrEqual(3);
    expect(TRACES.some(({ pages }) => !pages.control)).toBe(true);
    expect(TRACES.some(({ params }) => params.access === 'MMAP_NONINTERLEAVED')).toBe(true);
  });
});

describe.each(TRACES)('the core over the trace $name', (trace) => {
  const { direction, bufferSize, rateHz } = trace.params;
  const rows = trace.stretches.flatMap((stretch) => stretch.rows);
  const runs = trace.stretches.filter(({ call }) => call === 'start');

  function* stepped() {
    const device = new TraceDevice(trace);
    const io = direction === 'playback' ? new MmapPlayback(device) : new MmapCapture(device);
    for (const stretch of trace.stretches) {
      if (stretch.call !== 'open') device[stretch.call]();
      for (const row of stretch.rows) {
        device.applPtr = BigInt(row.applPtr);
        yield { device, io, row };
        device.step();
      }
    }
  }

  it('reads every recorded snapshot', () => {
    const snapshot = new Snapshot();
    let count = 0;
    for (const { io, row } of stepped()) {
      const { state, hwPtr, applPtr, tstampSec, tstampNsec } = io.snapshot(snapshot);
      expect({ state, hwPtr, applPtr, tstampNs: tstampSec * 1e9 + tstampNsec }).toEqual({
        state: row.state,
        hwPtr: row.hwPtr,
        applPtr: row.applPtr,
        tstampNs: row.tstampNs,
      });
      count++;
    }
    expect(count).toBe(rows.length);
  });

  it('computes the avail of the kernel, and the offset in the ring', () => {
    let compared = 0;
    for (const { io, row } of stepped()) {
      const ahead = direction === 'playback' ? bufferSize : 0;
      const avail = row.availByKernel ?? row.hwPtr - row.applPtr + ahead;
      expect(io.avail()).toBe(avail);
      const [first, second] = io.dataPtr();
      expect(first.offset).toBe(row.applPtr % bufferSize);
      expect(first.frames + second.frames).toBe(Math.min(avail, bufferSize));
      if (row.availByKernel !== undefined) compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(2);
  });

  it('accepts a commit while the stream runs and rejects it after an xrun', () => {
    for (const { device, io, row } of stepped()) {
      const accepts = [PcmState.PREPARED, PcmState.RUNNING, PcmState.DRAINING].some(
        (state) => state === row.state,
      );
      if (!accepts) {
        expect(() => io.commit(0)).toThrow();
        continue;
      }
      const all = io.avail();
      expect(() => io.commit(all + 1)).toThrow(/commit: expected 0 to /);
      io.commit(all);
      expect(Number(device.applPtr)).toBe(row.applPtr + all);
    }
  });

  it('has pointers that advance with the clock and stop at the xrun', () => {
    for (const { rows } of runs) {
      const steps = pairs(rows);
      expect(steps.filter(([a, b]) => b.hwPtr < a.hwPtr || b.tstampNs < a.tstampNs)).toEqual([]);
      const moved = rows.filter(({ hwPtr }) => hwPtr > 0);
      const x = moved.map(({ tstampNs }) => (tstampNs - moved[0]!.tstampNs) / 1e9);
      const { slope } = fitLine(
        x,
        moved.map(({ hwPtr }) => hwPtr),
      )!;
      expect(slope / rateHz).toBeGreaterThan(0.8);
      expect(slope / rateHz).toBeLessThan(1.2);
    }
    const stopped = lastRow(runs[0]!);
    expect(stopped.state).toBe(PcmState.XRUN);
    const early = trace.driver === 'snd-usb-audio' ? trace.params.periodSize : 0;
    const ahead = direction === 'playback' ? bufferSize : 0;
    expect(stopped.hwPtr - stopped.applPtr + ahead).toBeGreaterThanOrEqual(bufferSize - early);
    const end = lastRow(trace.stretches.at(-1)!);
    expect(end.state).toBe(PcmState.SETUP);
    if (direction === 'playback') expect(end.hwPtr).toBeGreaterThanOrEqual(end.applPtr);
  });
});

function pairs(rows: readonly Row[]): [Row, Row][] {
  return rows.slice(1).map((row, before) => [rows[before]!, row]);
}
