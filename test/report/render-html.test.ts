import { describe, expect, it } from 'vitest';
import { htmlTable } from '../../src/report/html-table.js';
import { renderHtml } from '../../src/report/render-html.js';
import type { Chapter, Report } from '../../src/report/report.js';
import { all, type Element, ofClass, parseMarkup } from './markup.js';
import { sampleReport, stepPlot } from './sample-report.js';

const HOSTILE = `"><img src=x onerror=alert(1)></style><script>'&amp;`;

const page = parseMarkup(renderHtml(sampleReport()));
/** Text as it is read: a space that does not break is a space. */
const text = (element: Element): string =>
  element.text.replaceAll('\u00a0', ' ') + element.children.map(text).join('');

describe('renderHtml', () => {
  it('shows verdict, device and system before the first chapter', () => {
    const main = all(page, 'main')[0]!;
    const names = main.children.slice(0, 5).map(({ name }) => name);
    expect(names).toEqual(['h1', 'p', 'nav', 'div', 'section']);
    expect(text(main.children[0]!)).toBe('alsa-mmap bench of hw:CARD=PCH,DEV=0');
    expect(text(main.children[1]!)).toMatch(/^✗1 of 3 limits/);
    const facts = all(main.children[3]!, 'dd').map(text);
    expect(facts).toContain('HDA Intel PCH, ALC257 Analog');
    expect(facts).toContain('Linux 6.12.48+deb13-amd64 PREEMPT_DYNAMIC');
  });

  it('renders each chapter with its verdict, sections and plots', () => {
    const [clock, wakeup, throughput] = all(page, 'section') as [Element, Element, Element];
    expect([clock, wakeup, throughput].map((each) => text(all(each, 'h2')[0]!))).toEqual([
      'Clock',
      'Wake-up',
      'Throughput',
    ]);
    expect(ofClass(ofClass(clock, 'verdict')[0]!, 'sign')[0]!.text).toBe('✓');
    expect(ofClass(wakeup, 'verdict')[0]!.attributes.get('class')).toContain('failed');
    expect(ofClass(throughput, 'measured')).toHaveLength(1);
    expect(all(clock, 'table').map((table) => table.attributes.get('class'))).toEqual([
      'figures',
      'words',
    ]);
    expect(text(all(clock, 'p')[0]!)).toBe('hw:0, playback, 10.0 s');
    expect(all(wakeup, 'figure').map((figure) => all(figure, 'svg').length)).toEqual([2, 2]);
    expect(all(throughput, 'figure')).toEqual([]);
  });

  it('renders rows with their notes and details, and no empty section', () => {
    const rows = all(all(page, 'section')[0]!, 'table')[1]!;
    const cells = all(rows, 'tr').map((row) => row.children.map(text));
    expect(cells[0]!.slice(0, 2)).toEqual(['rate', '48001.777 Hz']);
    expect(cells[0]![2]).toMatch(/^\+37\.02 ppm runs on a clock of its own/);
    expect(cells[1]).toEqual(['', 'drifting', '', 'a detail']);
    expect(text(page)).not.toContain('an empty section');
  });

  it('renders a list with status, name, text and detail, and plain items as paragraphs', () => {
    const wakeup = all(page, 'section')[1]!;
    expect(all(wakeup, 'tr').map((row) => row.children.map(text))).toEqual([
      ['✗ failed', 'delay', 'off by 3', 'another promise'],
      ['✓ passed', 'pages', 'status mapped', 'a promise'],
      ['- skipped', 'drain', 'capture has none', ''],
    ]);
    expect(text(all(wakeup, 'h3')[0]!)).toBe('Checks');
    expect(all(wakeup, 'p').map(text)).toContain('skipped 8 x 2');
  });

  it('links to each check that failed', () => {
    const links = all(all(page, 'nav')[0]!, 'a');
    expect(links.map(text)).toEqual(['delay']);
    const id = links[0]!.attributes.get('href')!.slice(1);
    const target = all(page, 'tr').find((row) => row.attributes.get('id') === id)!;
    expect(text(target.children[1]!)).toBe('delay');
  });

  it('links to a chapter outside its limits, and has no links if nothing failed', () => {
    const { chapters, ...report } = sampleReport();
    const linksOf = (outcome: 'failed' | 'passed') => {
      const verdict = { outcome, text: 'of a limit' };
      const plain = chapters.map((each) => ({ ...each, verdict, sections: [] }));
      return all(parseMarkup(renderHtml({ ...report, chapters: plain })), 'a');
    };
    expect(linksOf('failed').map((link) => link.attributes.get('href'))).toEqual([
      '#chapter-1',
      '#chapter-2',
      '#chapter-3',
    ]);
    expect(linksOf('passed')).toEqual([]);
  });

  it('gives each tone a class', () => {
    expect(ofClass(page, 'good').map(text)).toEqual(['steady', '✓ passed']);
    expect(ofClass(page, 'bad').map(text)).toEqual(['drifting', '✗ failed']);
    expect(ofClass(page, 'muted').map(text)).toEqual(['skipped 8 x 2']);
    expect(ofClass(page, 'warning').map(text)).toContain('ended early');
  });

  it('renders words as a table without a head, and figures below one', () => {
    const words = parseMarkup(htmlTable([['rate', '48000 Hz', 'exact']], 'clock'));
    expect(ofClass(words, 'words')).toHaveLength(1);
    expect(all(words, 'thead')).toEqual([]);
    const classes = all(words, 'td').map((cell) => cell.attributes.get('class'));
    expect(classes).toEqual([undefined, undefined, undefined]);
    const column = { name: 'rate', align: 'right' } as const;
    const figures = parseMarkup(htmlTable([['48000 Hz']], 'clock', [column]));
    expect(ofClass(figures, 'figures')).toHaveLength(1);
    expect(all(figures, 'thead')).toHaveLength(1);
  });

  it.each([
    ['1024 frames by 20.416926 s', '1024_frames_by_20.416926_s'],
    ['noticed 7.9 ms later by an interrupt', 'noticed 7.9_ms later by an interrupt'],
  ])('keeps a short text on one line, and a number with its unit: %s', (words, unbroken) => {
    const [cell] = all(parseMarkup(htmlTable([[words]], 'why')), 'td');
    expect(cell!.text).toBe(unbroken.replaceAll('_', '\u00a0'));
  });

  it('does not break an option at its hyphens', () => {
    const verdict = { outcome: 'failed', text: '3 > --max-step=2, drain-early -q <b>--' } as const;
    const failed = parseMarkup(renderHtml({ ...sampleReport(), verdict }));
    expect(ofClass(failed, 'option').map(({ text: word }) => word)).toEqual(['--max-step=2', '-q']);
    expect(all(failed, 'b')).toEqual([]);
  });

  it('shows a verdict by a sign as well as a colour', () => {
    const signs = ofClass(page, 'sign');
    expect(signs.map((sign) => sign.text)).toEqual(['✗', '✓', '✗', '●']);
    expect(signs.map((sign) => sign.attributes.get('aria-label'))).toEqual([
      'failed',
      'passed',
      'failed',
      'measured',
    ]);
  });

  it('aligns columns as the model says', () => {
    const cells = all(all(page, 'tbody')[0]!, 'tr')[0]!.children;
    expect(cells.map((cell) => cell.attributes.get('class'))).toEqual([
      undefined,
      'number',
      'number',
      'good',
    ]);
    const heads = all(all(page, 'thead')[0]!, 'th').map((head) => head.attributes.get('class'));
    expect(heads).toEqual([undefined, 'number', 'number', undefined]);
  });

  it('needs nothing from outside, and allows no requests', () => {
    const html = renderHtml(sampleReport());
    expect(html).not.toMatch(/https?:|url\(|@import|\bsrc=|\bhref=(?!"#)|<script|<link/);
    const policy = all(page, 'meta').find((meta) => meta.attributes.has('http-equiv'))!;
    expect(policy.attributes.get('content')).toMatch(/^default-src 'none'/);
  });

  it('uses each id once', () => {
    const ids = [...renderHtml(sampleReport()).matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(10);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('escapes every text', () => {
    const tree = parseMarkup(renderHtml(hostileReport()));
    expect([...all(tree, 'script'), ...all(tree, 'img')]).toEqual([]);
    expect(all(tree, 'style')).toHaveLength(1);
    for (const name of ['title', 'h1', 'h2', 'h3', 'dt', 'dd', 'th', 'td', 'figcaption']) {
      expect(text(all(tree, name)[0]!), name).toBe(HOSTILE);
    }
    expect(ofClass(tree, 'markname')[0]!.text).toBe(HOSTILE);
    expect(ofClass(tree, 'warning').map(text)).toEqual(Array(5).fill(HOSTILE));
  });
});

function hostileReport(): Report {
  const toned = { text: HOSTILE, tone: 'warning' } as const;
  const chapter: Chapter = {
    title: HOSTILE,
    subtitle: [HOSTILE, toned],
    verdict: { outcome: 'passed', text: HOSTILE },
    sections: [
      { kind: 'table', columns: [{ name: HOSTILE, align: 'left' }], rows: [[HOSTILE], [toned]] },
      {
        kind: 'rows',
        title: HOSTILE,
        rows: [{ name: HOSTILE, value: toned, notes: [HOSTILE, toned], detail: HOSTILE }],
      },
      { kind: 'list', title: HOSTILE, items: [{ name: HOSTILE, text: toned, detail: HOSTILE }] },
    ],
    plots: [
      {
        ...stepPlot(),
        title: HOSTILE,
        valueUnit: HOSTILE,
        valueLabel: HOSTILE,
        marks: [{ label: HOSTILE, value: 240 }],
      },
    ],
  };
  return {
    title: HOSTILE,
    verdict: { outcome: 'measured', text: HOSTILE },
    facts: [{ title: HOSTILE, facts: [[HOSTILE, HOSTILE]] }],
    chapters: [chapter],
    footer: HOSTILE,
  };
}
