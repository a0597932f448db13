import { readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';

const addon = createRequire(import.meta.url)('../../build/Release/alsa_mmap.node');

/** Bytes of `struct snd_pcm_status`, and its 64-bit words (sound/asound.h). */
const SIZE = 152;
const WORD = { tstampSec: 3, tstampNsec: 4, applPtr: 5, hwPtr: 6, avail: 8 };

/**
 * The kernel's own view of a stream's pointers, at one moment, under its lock, after a pointer
 * update.
 */
export function kernelStatus({ identity, params }) {
  const { card, device } = identity;
  const side = params.direction === 'playback' ? 'p' : 'c';
  const fd = descriptorOf(`/dev/snd/pcmC${card}D${device}${side}`);
  const block = new ArrayBuffer(SIZE);
  const states = new Int32Array(block, 0, 1);
  const words = new BigInt64Array(block);
  return () => {
    addon.statusExt(fd, block);
    const values = Object.entries(WORD).map(([name, word]) => [name, Number(words[word])]);
    return { ...Object.fromEntries(values), state: states[0] };
  };
}

function descriptorOf(node) {
  const found = readdirSync('/proc/self/fd').find((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === node;
    } catch {
      return false;
    }
  });
  return Number(found);
}
