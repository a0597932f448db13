import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/measure/check/checks.js';
import { QUIRKS } from '../../src/sim/quirks.js';
import { entries, manPage, section } from './man-page.js';

const plain = (text: string) => text.replaceAll('\\-', '-').replace(/\s+/g, ' ').trim();

describe('the manual', () => {
  it('lists every check in order with its promise', () => {
    const listed = entries(section(manPage('alsa-mmap-bench'), 'check'));
    const documented = listed.map(({ head, text }) => [plain(head), plain(text).toLowerCase()]);
    for (const [index, { name, rule }] of CHECKS.entries()) {
      expect(documented[index]![0]).toBe(name);
      expect(documented[index]![1]).toContain(`${rule.toLowerCase()}.`);
    }
    expect(documented.length).toBe(CHECKS.length);
  });

  it('lists the quirks of the simulated card', () => {
    const page = plain(manPage('alsa-mmap'));
    for (const [name, text] of Object.entries(QUIRKS)) expect(page).toContain(`${name} (${text})`);
  });
});
