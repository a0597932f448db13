import { readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';

const addon = createRequire(import.meta.url)('../../build/Release/alsa_mmap.node');

/** Bytes of `struct snd_pcm_status`, and its 64-bit words (sound/asound.h). */
const SIZE = 152;
const WORD = { tstampSec: 3, tstampNsec: 4, applPtr: 5, hwPtr: 6, avail: 8 };

/**
 * Returns a function that reads the stream's pointers by STATUS_EXT: under the kernel's lock, after
 * a pointer update.
 * @param {import('alsa-mmap').PcmDevice} device
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
    return {
      state: states[0],
      tstampSec: Number(words[WORD.tstampSec]),
      tstampNsec: Number(words[WORD.tstampNsec]),
      applPtr: Number(words[WORD.applPtr]),
      hwPtr: Number(words[WORD.hwPtr]),
      avail: Number(words[WORD.avail]),
    };
  };
}

/** @param {string} node */
function descriptorOf(node) {
  const name = readdirSync('/proc/self/fd').find((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === node;
    } catch {
      return false;
    }
  });
  if (name === undefined) throw new Error(`${node} is not open`);
  return Number(name);
}
