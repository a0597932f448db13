import { SampleData } from '../../core/sample-data.js';
import { PcmState, stateName } from '../../device/pcm-state.js';
import type { Check, CheckBench } from './bench.js';
import type { CheckStream } from './stream.js';
import { fail, PLAYBACK_ONLY, POINTER_STALLED, pass, skip, type Verdict } from './verdict.js';

/** Time beyond the fill of the ring after which a drain is given up. */
const DRAIN_TIMEOUT_MS = 3000;
const EARLY_TOLERANCE_MS = 5;
const LATE_TOLERANCE_MS = 500;
const SILENCE_TIMEOUT_MS = 1000;

export const END_CHECKS: readonly Check[] = [
  {
    name: 'drain-end',
    rule: 'a drain ends: playback in SETUP; capture stops, and its frames can still be read',
    run: (bench) =>
      bench.onRunning({}, (stream) =>
        bench.isPlayback ? judgePlayback(bench, stream) : judgeCapture(stream),
      ),
  },
  /** A pointer that moves by periods can lag one period behind when the drain begins. */
  {
    name: 'drain-time',
    rule: 'a drain lasts as long as the fill: up to a period and 5 ms less, up to 500 ms more',
    async run(bench) {
      if (!bench.isPlayback) return PLAYBACK_ONLY;
      return bench.onRunning({}, (stream) => {
        const { tookMs, fillMs, ended } = drain(bench, stream);
        if (!ended) return skip('the drain did not end');
        const text = `${tookMs.toFixed(1)} ms for a fill of ${fillMs.toFixed(1)} ms`;
        const minMs = fillMs - stream.framesMs(stream.params.periodSize) - EARLY_TOLERANCE_MS;
        return tookMs < minMs || tookMs > fillMs + LATE_TOLERANCE_MS
          ? fail(text, stream.io.hwPtr())
          : pass(text);
      });
    },
  },
  {
    name: 'reopen',
    rule: 'a device closed while RUNNING opens again in its initial state, and runs',
    async run(bench) {
      if (!(await bench.pointerMoves())) return POINTER_STALLED;
      const moved = await bench.withStream({ stopThreshold: 'never' }, (stream) =>
        stream.startMoving(),
      );
      if (!moved) return POINTER_STALLED;
      return bench.withStream({ stopThreshold: 'never' }, (stream) => {
        const { io, params } = stream;
        const state = io.state();
        const tstampNs = io.status.peekHtstampSec() * 1e9 + io.status.peekHtstampNsec();
        const availMin = io.control.availMin();
        if (state !== PcmState.PREPARED) return fail(`state ${stateName(state)}`, 0);
        if (tstampNs !== 0) return fail(`timestamp ${tstampNs} ns before the start`, 0);
        if (availMin !== params.availMin) return fail(`avail_min ${availMin}`, 0);
        return stream.startMoving() ? pass('runs again') : fail('hw_ptr does not move', 0);
      });
    },
  },
  /** Uses U8 if supported: its silence is 0x80, which cleared memory is not. */
  {
    name: 'silence',
    rule: 'with silence_size = boundary the kernel overwrites played frames with silence',
    async run(bench) {
      if (!bench.isPlayback) return PLAYBACK_ONLY;
      const format = bench.capabilities.formats.includes('U8')
        ? { format: 'U8' as const, channels: undefined, rateHz: undefined }
        : {};
      const request = { ...format, autoSilence: true, stopThreshold: 'never' as const };
      return bench.onPrepared(request, (stream) => {
        const { device, io, params } = stream;
        const ring = new SampleData(device);
        const loud = io.codec.fromNormalized(0.5);
        for (let offset = 0; offset < io.bufferSize; offset++) {
          for (let channel = 0; channel < io.channels; channel++) ring.set(offset, channel, loud);
        }
        const from = io.hwPtr();
        io.commit(io.bufferSize);
        device.start();
        // Whole periods: some hardware moves its pointer before it has fetched the frames.
        const limitMs = SILENCE_TIMEOUT_MS + stream.framesMs(2 * params.periodSize);
        const isPlayed = () => stream.updateHwPtr() >= from + params.periodSize;
        if (!bench.deadline.until(limitMs, isPlayed)) return POINTER_STALLED;
        const played = Math.min(io.hwPtr() - from, io.bufferSize - 1);
        for (let frame = 0; frame < played; frame++) {
          for (let channel = 0; channel < io.channels; channel++) {
            const raw = ring.get((from + frame) % io.bufferSize, channel);
            if (raw === io.codec.silence) continue;
            const text = `${params.format.name}: ${raw} in a played frame, not ${io.codec.silence}`;
            return fail(text, frame);
          }
        }
        return pass(`${params.format.name}: ${played} played frames of ${io.codec.silence}`);
      });
    },
  },
];

function judgePlayback(bench: CheckBench, stream: CheckStream): Verdict {
  const { ended, tookMs } = drain(bench, stream);
  if (ended) return pass(`SETUP after ${tookMs.toFixed(1)} ms`);
  const state = stateName(stream.io.state());
  const seconds = DRAIN_TIMEOUT_MS / 1000;
  return fail(`still ${state} ${seconds} s after the last frame was due`, stream.io.hwPtr());
}

function judgeCapture(stream: CheckStream): Verdict {
  const { device, io } = stream;
  device.drain();
  const [state, avail, hwPtr] = [io.state(), io.avail(), io.hwPtr()];
  if (state !== (avail > 0 ? PcmState.DRAINING : PcmState.SETUP)) {
    return fail(`state ${stateName(state)} with ${avail} frames to read`, hwPtr);
  }
  const moved = stream.framesMoved();
  if (moved !== 0) return fail(`hw_ptr moved by ${moved} frames`, hwPtr);
  return pass(`${avail} frames to read`);
}

/**
 * Drains a running playback stream, whose ring is filled for `fillMs` when it begins. `ended` is
 * true if the stream reached SETUP, `tookMs` the time from DRAIN to the end.
 */
function drain({ deadline }: CheckBench, stream: CheckStream) {
  const { device, io } = stream;
  const fillMs = stream.framesMs(io.bufferSize - io.avail());
  const beganNs = deadline.nowNs();
  device.drain();
  const ended = deadline.until(fillMs + DRAIN_TIMEOUT_MS, () => io.state() === PcmState.SETUP);
  return { ended, tookMs: (deadline.nowNs() - beganNs) / 1e6, fillMs };
}
