import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/measure/check/checks.js';
import { QUIRKS } from '../../src/sim/quirks.js';
import { entries, manPage, section } from './man-page.js';

const plain = (text: string) => text.replaceAll('\\-', '-').replace(/\s+/g, ' ').trim();

describe('the manual', () => {
  it('names every check, in order, with its promise', () => {
    const listed = entries(section(manPage('alsa-mmap-bench'), 'check'));
    const told = listed.map(({ head, text }) => [plain(head), plain(text).toLowerCase()]);
    for (const [place, { name, rule }] of CHECKS.entries()) {
      expect(told[place]![0]).toBe(name);
      expect(told[place]![1]).toContain(`${rule.toLowerCase()}.`);
    }
    expect(told.length).toBe(CHECKS.length);
  });

  it('tells what the built-in card can do wrong', () => {
    const page = plain(manPage('alsa-mmap'));
    for (const [name, text] of Object.entries(QUIRKS)) expect(page).toContain(`${name} (${text})`);
  });
});
