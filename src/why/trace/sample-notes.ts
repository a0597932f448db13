import type { StreamSample } from '../../observe/pointer-sampler.js';

const NOTE = new RegExp(
  '^# alsa-mmap: sample (\\d+) (\\d+) (\\d+) (playback|capture)' +
    ' since (\\d+) ns (\\d+) state (\\d+) hw (\\d+) appl (\\d+)$',
);

/** Returns the line of comment that keeps a sample in a recording. */
export function sampleNote({
  card,
  device,
  subdevice,
  direction,
  ...sample
}: StreamSample): string {
  const { sinceNs, ns, state, hwPtr, applPtr } = sample;
  const values = `since ${sinceNs} ns ${ns} state ${state} hw ${hwPtr} appl ${applPtr}`;
  return `# alsa-mmap: sample ${card} ${device} ${subdevice} ${direction} ${values}`;
}

/** @returns undefined if the line is another one */
export function parseSampleNote(line: string): StreamSample | undefined {
  const match = NOTE.exec(line);
  if (match === null) return undefined;
  const [, card, device, subdevice, direction, ...values] = match;
  const [sinceNs = 0, ns = 0, state = 0, hwPtr = 0, applPtr = 0] = values.map(Number);
  return {
    ...{ card: Number(card), device: Number(device), subdevice: Number(subdevice) },
    direction: direction === 'playback' ? 'playback' : 'capture',
    ...{ sinceNs, ns, state, hwPtr, applPtr },
  };
}
