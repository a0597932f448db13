import { SampleData } from '../../../core/sample-data.js';
import { type Check, fail, PLAYBACK_ONLY, pass, STANDS } from '../verdict.js';

const PATIENCE_MS = 1000;

/** In U8 where there is that: its silence is 0x80, and no memory that was cleared looks so. */
export const silence: Check = {
  name: 'silence',
  holds:
    'with silence_size at the boundary what was played is overwritten with silence of the format',
  async run(bench) {
    if (!bench.playback) return PLAYBACK_ONLY;
    if (!(await bench.moves())) return STANDS;
    const { formats } = bench.offers;
    const unlike = formats.includes('U8')
      ? { format: 'U8' as const, channels: undefined, rateHz: undefined }
      : {};
    return bench.on({ ...unlike, autoSilence: true, stopThreshold: 'never' }, (stream) => {
      const { device, io, params } = stream;
      const ring = new SampleData(device);
      const loud = io.codec.fromNormalized(0.5);
      for (let place = 0; place < io.bufferSize; place++) {
        for (let channel = 0; channel < io.channels; channel++) ring.set(place, channel, loud);
      }
      const from = io.hwPtr();
      io.commit(io.bufferSize);
      device.start();
      const limitMs = PATIENCE_MS + stream.framesMs(2 * params.periodSize);
      // By whole periods: some hardware moves its pointer before it has fetched what is below it.
      if (!bench.until(limitMs, () => stream.ask() >= from + params.periodSize)) return STANDS;
      const played = Math.min(io.hwPtr() - from, io.bufferSize - 1);
      for (let frame = 0; frame < played; frame++) {
        const place = (from + frame) % io.bufferSize;
        for (let channel = 0; channel < io.channels; channel++) {
          const raw = ring.get(place, channel);
          if (raw === io.codec.silence) continue;
          return fail(
            `${params.format.name}: ${raw} where it was played, not ${io.codec.silence}`,
            frame,
          );
        }
      }
      return pass(`${params.format.name}: ${played} frames of ${io.codec.silence}`);
    });
  },
};
