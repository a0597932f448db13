import { escapeHtml } from './html-escape.js';
import { htmlPage } from './html-page.js';
import { htmlTable } from './html-table.js';
import type { Plot } from './plot.js';
import type { Fact, Report, ReportSection, Verdict } from './report.js';
import type { SvgSize } from './svg-frame.js';
import { svgHistogram } from './svg-histogram.js';
import { svgTrace } from './svg-trace.js';

/** Said by a sign too, as not everybody sees the colour. */
const SIGNS: Record<Verdict['outcome'], string> = { passed: '✓', failed: '✗', measured: '●' };

/** Each plot is drawn twice, and the page shows the one that its width has room for. */
const WIDE = { className: 'wide', width: 720, height: 300 };
const NARROW = { className: 'narrow', width: 343, height: 260 };

/** The report as one page of HTML: nothing outside it is needed, and all text in it is only text. */
export function renderReport(report: Report): string {
  const sections = report.sections.map(renderSection).join('\n');
  return htmlPage(
    report.title,
    `<main>
<h1>${escapeHtml(report.title)}</h1>
${renderVerdict(report.verdict)}
<div class="facts">${renderFacts('Device', report.device)}${renderFacts('System', report.system)}</div>
${sections}
</main>
<footer><p>${escapeHtml(report.footer)}</p></footer>`,
  );
}

function renderVerdict({ outcome, text }: Verdict): string {
  return (
    `<p class="verdict ${outcome}"><span class="sign" role="img" aria-label="${outcome}">` +
    `${SIGNS[outcome]}</span><span>${withWholeOptions(escapeHtml(text))}</span></p>`
  );
}

/** An option is not broken behind its hyphens. */
function withWholeOptions(html: string): string {
  return html.replace(/--[a-z][\w=.-]*/g, '<span class="option">$&</span>');
}

function renderFacts(title: string, facts: readonly Fact[]): string {
  const rows = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<div><h3>${title}</h3><dl>${rows.join('')}</dl></div>`;
}

function renderSection(section: ReportSection, index: number): string {
  const { title, verdict, text, table, plots } = section;
  const paragraphs = text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`);
  const figures = plots.map((plot, i) => renderPlot(plot, `plot-${index + 1}-${i + 1}`));
  return [
    '<section>',
    `<h2>${escapeHtml(title)}</h2>`,
    ...(verdict === undefined ? [] : [renderVerdict(verdict)]),
    ...paragraphs,
    ...(table === undefined ? [] : [htmlTable(table, title)]),
    ...figures,
    '</section>',
  ].join('\n');
}

function renderPlot(plot: Plot, id: string): string {
  const wide = svgPlot(plot, { ...WIDE, id: `${id}-wide` });
  const narrow = svgPlot(plot, { ...NARROW, id: `${id}-narrow` });
  return `<figure><figcaption>${escapeHtml(plot.title)}</figcaption>` + `${wide}${narrow}</figure>`;
}

/** A plot as SVG. */
function svgPlot(plot: Plot, size: SvgSize): string {
  return plot.kind === 'histogram' ? svgHistogram(plot, size) : svgTrace(plot, size);
}
