// Sound cards of the guest: QEMU's device and the driver's options. The order gives the card index,
// which like the card id does not depend on the selection of cards.

import { knownCards } from './architectures.js';

const UNMUTE = ['sset Master 100% unmute', 'sset PCM 100% unmute'];

/**
 * @typedef {object} Card
 * @property {string} id
 * @property {string} module
 * @property {readonly string[]} [needs] other modules
 * @property {readonly string[]} [options] parameters of the module
 * @property {readonly string[]} [devices] of QEMU
 * @property {readonly string[]} [mixer] input of amixer
 * @property {number} [wavRate]
 */

/** @type {Readonly<Record<string, Card>>} */
export const CARDS = {
  dummy: { id: 'Dummy', module: 'snd-dummy', options: ['pcm_devs=4', 'fake_buffer=0'] },
  loopback: { id: 'Loopback', module: 'snd-aloop' },
  ac97: {
    id: 'AC97',
    module: 'snd-intel8x0',
    // Fixed, as the driver would measure it by the timing of an emulated processor.
    options: ['ac97_clock=48000', 'inside_vm=1'],
    devices: ['AC97,audiodev=ac97'],
    mixer: UNMUTE,
  },
  es1370: {
    id: 'ES1370',
    wavRate: 44100,
    module: 'snd-ens1370',
    devices: ['ES1370,audiodev=es1370'],
    mixer: UNMUTE,
  },
  usb: {
    id: 'USB',
    module: 'snd-usb-audio',
    needs: ['xhci-pci'],
    devices: ['qemu-xhci,id=xhci', 'usb-audio,audiodev=usb,bus=xhci.0'],
    mixer: ["sset 'Audio Output Volume Control' 100% unmute"],
  },
  hda: {
    id: 'HDA',
    module: 'snd-hda-intel',
    needs: ['snd-hda-codec-generic'],
    devices: ['intel-hda', 'hda-duplex,audiodev=hda'],
    mixer: ['sset Master 100% unmute'],
  },
};

/**
 * Returns the modules of every card of the architecture, for the initramfs.
 * @param {string} arch
 */
export function soundModules(arch) {
  return knownCards(arch).flatMap((name) => [...(CARDS[name].needs ?? []), CARDS[name].module]);
}

/**
 * @param {string} arch
 * @param {readonly string[]} names
 */
export function checkCards(arch, names) {
  const known = knownCards(arch);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new Error(`unknown card ${unknown.join(', ')}; ${arch} has ${known.join(', ')}`);
}

/**
 * Returns the emulated cards, whose playback is written to a WAV file.
 * @param {readonly string[]} names
 */
export function wavPlayers(names) {
  return names.filter((name) => CARDS[name].devices);
}

/**
 * Returns the arguments of modprobe for each module that the cards need, in order.
 * @param {readonly string[]} names
 * @param {Readonly<Record<string, readonly string[]>>} [moduleOptions]
 */
export function moduleLines(names, moduleOptions = {}) {
  return names.flatMap((name) => {
    const { id, module, needs = [], options = [] } = CARDS[name];
    const index = Object.keys(CARDS).indexOf(name);
    const more = moduleOptions[name] ?? [];
    return [...needs, [module, `index=${index}`, `id=${id}`, ...options, ...more].join(' ')];
  });
}
