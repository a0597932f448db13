import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countInterrupts, interruptNumbers } from '../../src/observe/card-interrupts.js';

const INTERRUPTS = `           CPU0       CPU1
  0:        107          0   IO-APIC   2-edge      timer
 10:         25        1000   IO-APIC  10-fasteoi   snd_intel8x0
 25:          0        917   PCI-MSI 32769-edge      virtio0-requests
NMI:          3          4   Non-maskable interrupts
ERR:          0
`;

const sys = mkdtempSync(join(tmpdir(), 'alsa-mmap-sys-'));
afterAll(() => rmSync(sys, { recursive: true }));

/** Makes the device of a card with files, each of a path and a text. */
function addCard(card: number, device: string, files: Readonly<Record<string, string>>): void {
  const folder = join(sys, 'devices', device);
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(sys, 'devices', dirname(path)), { recursive: true });
    writeFileSync(join(sys, 'devices', path), text);
  }
  const sound = join(sys, `class/sound/card${card}`);
  mkdirSync(sound, { recursive: true });
  symlinkSync(folder, join(sound, 'device'));
}

describe('interruptNumbers', () => {
  it('returns the line of a PCI device', () => {
    addCard(0, 'pci0/0:04.0', { 'pci0/0:04.0/irq': '10\n' });
    expect(interruptNumbers(0, sys)).toEqual([10]);
  });

  it('returns the messages of the controller of a USB device', () => {
    const files = { 'pci0/0:05.0/irq': '11\n', 'pci0/0:05.0/msi_irqs/27': 'msix\n' };
    addCard(1, 'pci0/0:05.0/usb1/1-1/1-1:1.0', files);
    expect(interruptNumbers(1, sys)).toEqual([27]);
  });

  it('returns none for a card without a device, or of which no device has an interrupt', () => {
    addCard(2, 'platform/snd_aloop.0', {});
    expect(interruptNumbers(2, sys)).toEqual([]);
    expect(interruptNumbers(7, sys)).toEqual([]);
  });
});

it('countInterrupts adds up the counts of all CPUs', () => {
  expect(countInterrupts(INTERRUPTS, [10])).toBe(1025);
  expect(countInterrupts(INTERRUPTS, [10, 25])).toBe(1942);
  expect(countInterrupts(INTERRUPTS, [1, 2])).toBe(0);
});
