import type { ChannelInfo } from '../../device/pcm-device.js';
import type { Check } from './check.js';
import { fail, pass } from './verdict.js';

/** Judges `snd_pcm_lib_ioctl_channel_info`, or the driver's own answer. */
export const channelAreas: Check = {
  name: 'channel-areas',
  rule: 'CHANNEL_INFO gives each channel memory of its own, adjacent if interleaved',
  run: (bench) =>
    bench.withStream({}, ({ device, params }) => {
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
          if (areDisjoint(infos[one]!, infos[other]!, bits, bufferSize)) continue;
          return fail(`channels ${one} and ${other} share memory`);
        }
      }
      return pass(`${channels} channels, a step of ${infos[0]!.stepBits} bits`);
    }),
};

function areDisjoint(one: ChannelInfo, other: ChannelInfo, bits: number, frames: number): boolean {
  const [start, otherStart] = [startBit(one), startBit(other)];
  const end = start + one.stepBits * (frames - 1) + bits;
  const otherEnd = otherStart + other.stepBits * (frames - 1) + bits;
  if (end <= otherStart || otherEnd <= start) return true;
  if (one.stepBits !== other.stepBits) return false;
  // Interleaved: apart within one step.
  const distance = Math.abs(start - otherStart) % one.stepBits;
  return distance >= bits && one.stepBits - distance >= bits;
}

function startBit({ offsetBytes, firstBits }: ChannelInfo): number {
  return offsetBytes * 8 + firstBits;
}
