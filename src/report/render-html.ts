import { escapeHtml } from './html-escape.js';
import { cellSpan, htmlTable } from './html-table.js';
import { PAGE_CSS } from './page-css.js';
import type { Plot } from './plot.js';
import {
  type Cell,
  type Chapter,
  cellText,
  type FactGroup,
  hasContent,
  type ListItem,
  OUTCOME_SIGNS,
  type Report,
  type Section,
  STATUS_TONES,
  type Verdict,
} from './report.js';
import type { SvgSize } from './svg-frame.js';
import { svgHistogram } from './svg-histogram.js';
import { svgTrace } from './svg-trace.js';

/** Each plot is drawn in both sizes; the page shows the one that fits its width. */
const WIDE_PLOT = { className: 'wide', width: 720, height: 300 };
const NARROW_PLOT = { className: 'narrow', width: 343, height: 260 };

/** Allows neither requests nor scripts, in case a text is not escaped. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** Renders the report as one self-contained HTML page, with all text escaped. */
export function renderHtml(report: Report): string {
  const title = escapeHtml(report.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<title>${title}</title>
<style>${PAGE_CSS}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${renderVerdict(report.verdict)}
${renderFailures(report.chapters)}
<div class="facts">${report.facts.map(renderFactGroup).join('')}</div>
${report.chapters.map(renderChapter).join('\n')}
</main>
<footer><p>${escapeHtml(report.footer)}</p></footer>
</body>
</html>
`;
}

function renderVerdict({ outcome, text }: Verdict): string {
  return (
    `<p class="verdict ${outcome}"><span class="sign" role="img" aria-label="${outcome}">` +
    `${OUTCOME_SIGNS[outcome]}</span><span>${keepOptionsUnbroken(escapeHtml(text))}</span></p>`
  );
}

/** Keeps the browser from breaking a line at the hyphens of an option. */
function keepOptionsUnbroken(html: string): string {
  return html.replace(/(?<![\w-])--?[a-z][\w=.-]*/gi, '<span class="option">$&</span>');
}

function renderFactGroup({ title, facts }: FactGroup): string {
  const rows = facts.map(
    ([name, value]) =>
      `<dt>${escapeHtml(name)}</dt><dd>${keepOptionsUnbroken(escapeHtml(value))}</dd>`,
  );
  return `<div><h3>${escapeHtml(title)}</h3><dl>${rows.join('')}</dl></div>`;
}

/** Links to the chapters outside their limits and to the checks that failed. */
function renderFailures(chapters: readonly Chapter[]): string {
  const links = chapters.flatMap(({ title, verdict, sections }, index) => {
    const checks = failedItems(sections).map(({ name = '', text }, item) =>
      renderLink(failureId(index, item), name, cellText(text)),
    );
    if (checks.length > 0 || verdict?.outcome !== 'failed') return checks;
    return [renderLink(chapterId(index), title, verdict.text)];
  });
  return links.length === 0 ? '' : `<nav aria-label="Failures"><ul>${links.join('')}</ul></nav>`;
}

function renderLink(id: string, name: string, text: string): string {
  return `<li><a href="#${id}">${escapeHtml(name)}</a>: ${escapeHtml(text)}</li>`;
}

function failedItems(sections: readonly Section[]): readonly ListItem[] {
  const items = sections.flatMap((section) => (section.kind === 'list' ? section.items : []));
  return items.filter(({ status }) => status === 'failed');
}

const chapterId = (chapter: number) => `chapter-${chapter + 1}`;
const failureId = (chapter: number, item: number) => `failed-${chapter + 1}-${item + 1}`;

function renderChapter(chapter: Chapter, index: number): string {
  const { title, subtitle, verdict, sections, plots } = chapter;
  const failed = failedItems(sections);
  const idOf = (item: ListItem) =>
    item.status === 'failed' ? failureId(index, failed.indexOf(item)) : undefined;
  const figures = plots.map((plot, i) => renderPlot(plot, `plot-${index + 1}-${i + 1}`));
  return [
    `<section id="${chapterId(index)}">`,
    `<h2>${escapeHtml(title)}</h2>`,
    ...(subtitle.length === 0 ? [] : [`<p>${subtitle.map(cellSpan).join(', ')}</p>`]),
    ...(verdict === undefined ? [] : [renderVerdict(verdict)]),
    ...sections.filter(hasContent).map((section) => renderSection(section, title, idOf)),
    ...figures,
    '</section>',
  ].join('\n');
}

type IdOfItem = (item: ListItem) => string | undefined;

function renderSection(section: Section, chapterTitle: string, idOf: IdOfItem): string {
  const { title } = section;
  const heading = title === undefined ? '' : `<h3>${escapeHtml(title)}</h3>\n`;
  return heading + sectionBody(section, title ?? chapterTitle, idOf);
}

function sectionBody(section: Section, label: string, idOf: IdOfItem): string {
  switch (section.kind) {
    case 'rows': {
      const columns = section.rows.some(({ detail }) => detail !== undefined) ? 4 : 3;
      const cells = section.rows.map(({ name, value, notes = [], detail = '' }) =>
        [name, value, notes, detail].slice(0, columns),
      );
      return htmlTable(cells, label);
    }
    case 'table':
      return htmlTable(section.rows, label, section.columns);
    case 'list': {
      if (section.items.every(isPlainText)) {
        return section.items.map(({ text }) => `<p>${cellSpan(text)}</p>`).join('\n');
      }
      const isFailed = ({ status }: ListItem) => Number(status === 'failed');
      const items = section.items.toSorted((a, b) => isFailed(b) - isFailed(a));
      return htmlTable(items.map(itemCells), label, [], items.map(idOf));
    }
  }
}

function itemCells({ status, name = '', text, detail = '' }: ListItem): Cell[] {
  if (status === undefined) return ['', name, text, detail];
  const sign = { text: `${OUTCOME_SIGNS[status]} ${status}`, tone: STATUS_TONES[status] };
  return [sign, name, text, detail];
}

function isPlainText({ status, name, detail }: ListItem): boolean {
  return status === undefined && name === undefined && detail === undefined;
}

function renderPlot(plot: Plot, id: string): string {
  const wide = renderSvg(plot, { ...WIDE_PLOT, id: `${id}-wide` });
  const narrow = renderSvg(plot, { ...NARROW_PLOT, id: `${id}-narrow` });
  return `<figure><figcaption>${escapeHtml(plot.title)}</figcaption>${wide}${narrow}</figure>`;
}

function renderSvg(plot: Plot, size: SvgSize): string {
  return plot.kind === 'histogram' ? svgHistogram(plot, size) : svgTrace(plot, size);
}
