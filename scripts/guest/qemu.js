// The command line of QEMU. The processor is emulated (TCG): KVM within virtual machines hangs.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CARDS, wavPlayers } from './cards.js';

const KERNEL_ARGUMENTS = [
  'console=ttyS0',
  'quiet',
  'rdinit=/init',
  'panic=-1', // reboot at once, which -no-reboot turns into the end
  'mitigations=off',
  'nokaslr',
  'tsc=reliable',
  'no_timer_check',
  'cryptomgr.notests',
];

/** A comma separates QEMU's options; two of them are one comma of a value. */
function doubleCommas(value) {
  return String(value).replaceAll(',', ',,');
}

export function wavFile(outDir, card) {
  return join(outDir, `${card}.wav`);
}

export function qemuArguments({ kernel, initramfs, outDir, cards, memoryMiB, interactive, extra }) {
  const processors = Math.min(Math.max(availableParallelism(), 2), 4);
  const share = (id, path, more = '') => [
    ...[
      '-fsdev',
      `local,id=${id},path=${doubleCommas(path)},security_model=none,multidevs=remap${more}`,
    ],
    ...['-device', `virtio-9p-pci,fsdev=${id},mount_tag=${id}`],
  ];
  const sound = wavPlayers(cards).flatMap((card) => [
    ...[
      '-audiodev',
      `wav,id=${card},path=${doubleCommas(wavFile(outDir, card))},out.frequency=${CARDS[card].wavRate ?? 48000}`,
    ],
    ...CARDS[card].devices.flatMap((device) => ['-device', device]),
  ]);
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max'],
    ...['-smp', String(processors), '-m', String(memoryMiB)],
    ...['-kernel', kernel.image, '-initrd', initramfs],
    ...['-append', KERNEL_ARGUMENTS.join(' ')],
    ...['-serial', interactive ? 'mon:stdio' : `file:${join(outDir, 'console.txt')}`],
    ...share('host', '/', ',readonly=on'),
    ...share('out', outDir),
    ...sound,
    ...extra,
  ];
}
