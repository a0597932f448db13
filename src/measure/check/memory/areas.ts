import type { ChannelInfo } from '../../../device/pcm-device.js';
import { type Check, fail, pass } from '../verdict.js';

/** Kernel: `snd_pcm_lib_ioctl_channel_info`, or the driver's own answer. */
export const areas: Check = {
  name: 'areas',
  holds:
    'CHANNEL_INFO gives each channel memory of its own, side by side where they are interleaved',
  run: (bench) =>
    bench.on({}, ({ device, params }) => {
      const { channels, bufferSize, access } = params;
      const bits = params.format.bytes * 8;
      const infos = Array.from({ length: channels }, (_, channel) => device.channelInfo(channel));
      const wrongStep = infos.findIndex(({ stepBits }) =>
        access === 'MMAP_INTERLEAVED' ? stepBits !== channels * bits : stepBits < bits,
      );
      if (wrongStep >= 0) {
        const { stepBits } = infos[wrongStep]!;
        return fail(`${access}: channel ${wrongStep} has a step of ${stepBits} bits`);
      }
      for (let one = 0; one < channels; one++) {
        for (let other = one + 1; other < channels; other++) {
          if (!apart(infos[one]!, infos[other]!, bits, bufferSize)) {
            return fail(`channels ${one} and ${other} share memory`);
          }
        }
      }
      return pass(`${channels} channels, a step of ${infos[0]!.stepBits} bits`);
    }),
};

function apart(one: ChannelInfo, other: ChannelInfo, bits: number, frames: number): boolean {
  const [start, otherStart] = [startOf(one), startOf(other)];
  const end = start + one.stepBits * (frames - 1) + bits;
  const otherEnd = otherStart + other.stepBits * (frames - 1) + bits;
  if (end <= otherStart || otherEnd <= start) return true;
  if (one.stepBits !== other.stepBits) return false;
  // Side by side within a step.
  const distance = Math.abs(start - otherStart) % one.stepBits;
  return distance >= bits && one.stepBits - distance >= bits;
}

function startOf({ offsetBytes, firstBits }: ChannelInfo): number {
  return offsetBytes * 8 + firstBits;
}
