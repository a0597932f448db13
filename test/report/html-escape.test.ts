import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/report/html-escape.js';
import { parseMarkup } from './markup.js';

describe('escapeHtml', () => {
  it('makes any text safe between tags and in quotes', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '/', 'é'),
    });
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeHtml(text);
        const [element] = parseMarkup(`<p title="${escaped}">${escaped}</p>`).children;
        expect(element!.text).toBe(text);
        expect(element!.attributes.get('title')).toBe(text);
        expect(escaped).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('replaces control characters, bidirectional controls and lone surrogates', () => {
    expect(escapeHtml('a\0b\x1b[31mc\x85\ud800d')).toBe('a\ufffdb\ufffd[31mc\ufffd\ufffdd');
    expect(escapeHtml('abc\u202ecba\u2066')).toBe('abc\ufffdcba\ufffd');
    expect(escapeHtml('tab\tand\nline, 🎵')).toBe('tab\tand\nline, 🎵');
  });
});
