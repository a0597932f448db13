import type { StreamOwner } from '../../device/pcm-owners.js';
import type { OpenStream } from '../../observe/sound-tree.js';

/** Such as `pipewire (pid 1200)`. */
export function ownerText(owner: StreamOwner | undefined): string {
  return owner === undefined ? 'owner unknown' : `${owner.command} (pid ${owner.pid})`;
}

/** Such as `S16_LE, 2 channels, 48000 Hz, period 1024, buffer 4096`. */
export function paramsText({ hwParams }: Pick<OpenStream, 'hwParams'>): string {
  if (hwParams === undefined) return 'not set up';
  const { format, channels, rateHz, periodSize, bufferSize } = hwParams;
  const sizes = `period ${periodSize}, buffer ${bufferSize}`;
  return `${format}, ${channels} channels, ${rateHz} Hz, ${sizes}`;
}
