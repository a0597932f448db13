// The command line of QEMU. The processor is emulated (TCG): KVM within virtual machines hangs.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ARCHITECTURES } from './architectures.js';
import { CARDS, wavPlayers } from './cards.js';

const KERNEL_ARGUMENTS = [
  'quiet',
  'rdinit=/init',
  'panic=-1', // reboot at once, which -no-reboot turns into a power-off
  'mitigations=off',
  'nokaslr',
  'cryptomgr.notests',
];

/**
 * A device whose driver (virtio_mem) refuses to be suspended. Devices are suspended from the last
 * to the first: a guest suspends its sound cards, reaches this device, and resumes them, before it
 * reaches the file systems, which do not survive a suspend.
 */
const REFUSES_SUSPEND = [
  ...['-object', 'memory-backend-ram,id=refuses,size=128M'],
  ...['-device', 'virtio-mem-pci,memdev=refuses,requested-size=0'],
];

/**
 * Time passes by instructions, 2 ns each, however long the host takes for them. While no processor
 * runs, the clock jumps to the next timer (`sleep=off`), past the host's I/O: so init keeps the
 * processor busy.
 */
const COUNTING = ['-accel', 'tcg,thread=single', '-icount', 'shift=1,sleep=off'];

/**
 * Escapes the commas of a value, as a comma separates QEMU's options.
 * @param {string} value
 */
function doubleCommas(value) {
  return value.replaceAll(',', ',,');
}

/**
 * @param {string} outDir
 * @param {string} card
 */
export function wavFile(outDir, card) {
  return join(outDir, `${card}.wav`);
}

/**
 * @param {string} outDir
 * @param {string} card
 */
function wavBackend(outDir, card) {
  const path = doubleCommas(wavFile(outDir, card));
  return `wav,id=${card},path=${path},out.frequency=${CARDS[card].wavRate ?? 48000}`;
}

/**
 * @typedef {object} Machine
 * @property {string} arch
 * @property {import('./kernel.js').Kernel} kernel
 * @property {string} initramfs
 * @property {Readonly<Record<string, string>>} shares
 * @property {string} outDir
 * @property {readonly string[]} cards
 * @property {'wav' | 'none'} audio
 * @property {number} memoryMiB
 * @property {boolean} interactive
 * @property {boolean} icount
 * @property {readonly string[]} kernelArguments besides those that the guest needs
 * @property {readonly string[]} extra
 */

/** @param {Machine} machine */
export function qemuArguments(machine) {
  const { arch, kernel, initramfs, shares, outDir, cards, audio, memoryMiB, interactive } = machine;
  const { machine: processor, console, kernelArguments: ofArchitecture } = ARCHITECTURES[arch];
  const kernelArguments = [...KERNEL_ARGUMENTS, ...ofArchitecture, ...machine.kernelArguments];
  const processors = machine.icount ? 1 : Math.min(Math.max(availableParallelism(), 2), 4);
  const share = (/** @type {string} */ id, /** @type {string} */ path, more = '') => [
    ...[
      '-fsdev',
      `local,id=${id},path=${doubleCommas(path)},security_model=none,multidevs=remap${more}`,
    ],
    ...['-device', `virtio-9p-pci,fsdev=${id},mount_tag=${id}`],
  ];
  const sound = wavPlayers(cards).flatMap((card) => [
    ...['-audiodev', audio === 'none' ? `none,id=${card}` : wavBackend(outDir, card)],
    ...(CARDS[card].devices ?? []).flatMap((device) => ['-device', device]),
  ]);
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...(machine.icount ? COUNTING : ['-accel', 'tcg,thread=multi']),
    ...processor,
    ...['-smp', String(processors), '-m', `${memoryMiB},maxmem=${memoryMiB + 1024}M`],
    ...['-kernel', kernel.image, '-initrd', initramfs],
    ...['-append', [`console=${console}`, ...kernelArguments].join(' ')],
    ...['-serial', interactive ? 'mon:stdio' : `file:${join(outDir, 'console.txt')}`],
    ...Object.entries(shares).flatMap(([id, path]) => share(id, path, ',readonly=on')),
    ...share('out', outDir),
    ...REFUSES_SUSPEND,
    ...sound,
    ...machine.extra,
  ];
}
