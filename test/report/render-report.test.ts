import { describe, expect, it } from 'vitest';
import { htmlTable } from '../../src/report/html-table.js';
import { renderReport } from '../../src/report/render-report.js';
import type { Report, ReportTable } from '../../src/report/report.js';
import { all, type Element, ofClass, parseMarkup } from './markup.js';
import { sampleReport, stepPlot } from './sample-report.js';

const HOSTILE = `"><img src=x onerror=alert(1)></style><script>'&amp;`;

const page = parseMarkup(renderReport(sampleReport()));
const text = (element: Element): string => element.text + element.children.map(text).join('');

describe('a report', () => {
  it('has the verdict, the device and the system before the first section', () => {
    const main = all(page, 'main')[0]!;
    expect(main.children.slice(0, 4).map(({ name }) => name)).toEqual([
      'h1',
      'p',
      'div',
      'section',
    ]);
    expect(text(main.children[0]!)).toBe('alsa-mmap bench of hw:CARD=PCH,DEV=0');
    expect(text(main.children[1]!)).toMatch(/^✗1 of 3 limits/);
    const facts = all(main.children[2]!, 'dd').map(text);
    expect(facts).toContain('HDA Intel PCH, ALC257 Analog');
    expect(facts).toContain('Linux 6.12.48+deb13-amd64 PREEMPT_DYNAMIC');
  });

  it('has each section with its verdict, text, table and plots', () => {
    const [clock, wakeup, throughput] = all(page, 'section') as [Element, Element, Element];
    expect([clock, wakeup, throughput].map((each) => text(all(each, 'h2')[0]!))).toEqual([
      'Clock',
      'Wake-up',
      'Throughput',
    ]);
    expect(ofClass(clock, 'passed')).toHaveLength(1);
    expect(ofClass(wakeup, 'failed')).toHaveLength(1);
    expect(ofClass(throughput, 'measured')).toHaveLength(1);
    expect(all(clock, 'p')).toHaveLength(3);
    expect(all(clock, 'tr')).toHaveLength(3);
    expect(all(wakeup, 'figure').map((figure) => all(figure, 'svg').length)).toEqual([2, 2]);
    expect(all(throughput, 'figure')).toEqual([]);
  });

  it('has words, which a phone shows below each other, each with its head', () => {
    const table = { kind: 'words', head: ['', 'value', ''], rows: [['rate', '48000 Hz', 'exact']] };
    const words = parseMarkup(htmlTable(table as ReportTable, 'clock'));
    expect(ofClass(words, 'words')).toHaveLength(1);
    const cells = all(words, 'td');
    expect(cells.map((cell) => cell.attributes.get('class'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(cells.map((cell) => cell.attributes.get('data-name'))).toEqual([
      undefined,
      'value',
      undefined,
    ]);
    expect(all(words, 'thead')).toHaveLength(1);
    const unnamed = parseMarkup(
      htmlTable({ ...table, head: ['', '', ''] } as ReportTable, 'clock'),
    );
    expect(all(unnamed, 'thead')).toEqual([]);
  });

  it('does not break an option at its hyphens', () => {
    const verdict = { outcome: 'failed', text: '3 > --max-step=2, <b>--' } as const;
    const broken = parseMarkup(renderReport({ ...sampleReport(), verdict }));
    expect(ofClass(broken, 'option').map(({ text: word }) => word)).toEqual(['--max-step=2']);
    expect(all(broken, 'b')).toEqual([]);
  });

  it('says a verdict not by colour alone', () => {
    const signs = ofClass(page, 'sign');
    expect(signs.map((sign) => sign.text)).toEqual(['✗', '✓', '✗', '●']);
    expect(signs.map((sign) => sign.attributes.get('aria-label'))).toEqual([
      'failed',
      'passed',
      'failed',
      'measured',
    ]);
  });

  it('sets a column of numbers to the right, and words to the left', () => {
    const cells = all(all(page, 'tbody')[0]!, 'tr')[0]!.children;
    expect(cells.map((cell) => cell.attributes.get('class'))).toEqual([
      undefined,
      'number',
      'number',
      'number',
      'number',
      'number',
    ]);
    const heads = all(all(page, 'thead')[0]!, 'th').map((head) => head.attributes.get('class'));
    expect(heads).toEqual(cells.map((cell) => cell.attributes.get('class')));
  });

  it('needs nothing from outside, and lets nothing be fetched', () => {
    const html = renderReport(sampleReport());
    expect(html).not.toMatch(/https?:|url\(|@import|\bsrc=|\bhref=|<script|<link/);
    const policy = all(page, 'meta').find((meta) => meta.attributes.has('http-equiv'))!;
    expect(policy.attributes.get('content')).toMatch(/^default-src 'none'/);
  });

  it('names no id twice', () => {
    const ids = [...renderReport(sampleReport()).matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(10);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('takes everything from outside as text', () => {
    const report: Report = {
      title: HOSTILE,
      verdict: { outcome: 'measured', text: HOSTILE },
      system: [[HOSTILE, HOSTILE]],
      device: [[HOSTILE, HOSTILE]],
      sections: [
        {
          title: HOSTILE,
          verdict: { outcome: 'passed', text: HOSTILE },
          text: HOSTILE,
          table: { head: [HOSTILE], rows: [[HOSTILE]] },
          plots: [
            {
              ...stepPlot(),
              title: HOSTILE,
              unit: HOSTILE,
              label: HOSTILE,
              marks: [{ label: HOSTILE, value: 240 }],
            },
          ],
        },
      ],
      footer: HOSTILE,
    };
    const tree = parseMarkup(renderReport(report));
    expect([...all(tree, 'script'), ...all(tree, 'img')]).toEqual([]);
    expect(all(tree, 'style')).toHaveLength(1);
    for (const name of ['title', 'h1', 'h2', 'dt', 'dd', 'th', 'td', 'figcaption']) {
      expect(text(all(tree, name)[0]!), name).toBe(HOSTILE);
    }
    expect(ofClass(tree, 'markname')[0]!.text).toBe(HOSTILE);
  });
});
