import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Returns the numbers of the interrupts of a card: those of its device, or of the controller that
 * the device is attached to, which a USB card shares with others. Empty for a card that is driven
 * by a timer.
 */
export function interruptNumbers(card: number, sysRoot = '/sys'): number[] {
  const link = join(sysRoot, `class/sound/card${card}/device`);
  if (!existsSync(link)) return [];
  for (let device = realpathSync(link); device.includes('/devices/'); device = dirname(device)) {
    const messages = join(device, 'msi_irqs');
    const numbers = existsSync(messages) ? readdirSync(messages).map(Number) : [lineOf(device)];
    const used = numbers.filter((number) => number > 0);
    if (used.length > 0) return used;
  }
  return [];
}

function lineOf(device: string): number {
  const file = join(device, 'irq');
  return existsSync(file) ? Number(readFileSync(file, 'latin1')) : 0;
}

/**
 * Returns how often the given interrupts have come so far, on all CPUs.
 * @param text of /proc/interrupts
 */
export function countInterrupts(text: string, numbers: readonly number[]): number {
  let sum = 0;
  for (const line of text.split('\n')) {
    const [, number, counts = ''] = /^ *(\d+):((?: +\d+)+) /.exec(line) ?? [];
    if (number === undefined || !numbers.includes(Number(number))) continue;
    for (const count of counts.trim().split(/ +/)) sum += Number(count);
  }
  return sum;
}
