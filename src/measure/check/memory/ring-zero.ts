import { SampleData } from '../../../core/sample-data.js';
import { type Check, fail, pass } from '../verdict.js';

/** Kernel: `snd_pcm_hw_params` clears the buffer, as it may hold what is nobody's business. */
export const ringZero: Check = {
  name: 'ring-zero',
  holds: 'the ring of a new stream holds nothing of what was in memory before: it is all 0',
  async run(bench) {
    await bench.on({}, ({ io }) => {
      if (!bench.playback) return;
      const loud = io.codec.fromNormalized(0.5);
      for (const region of io.dataPtr()) {
        for (let frame = 0; frame < region.frames; frame++) region.set(frame, 0, loud);
      }
    });
    return bench.on({}, ({ device, params }) => {
      const ring = new SampleData(device);
      for (let place = 0; place < params.bufferSize; place++) {
        for (let channel = 0; channel < params.channels; channel++) {
          const raw = ring.get(place, channel);
          if (raw !== 0) return fail(`channel ${channel} holds ${raw}`, place);
        }
      }
      return pass(`${params.bufferSize} frames of 0`);
    });
  },
};
