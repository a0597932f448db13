/** Style sheet of the page: system fonts, light and dark colours, black on white in print. */
export const PAGE_CSS = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfc; --ink: #1c1e21; --soft: #5d646d; --rule: #dfe2e5; --card: #f4f5f6;
  --data: #2f6f9f; --mark: #a04a1c; --good: #1e6b3a; --bad: #a8201a; --shade: #0002;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181b; --ink: #e4e6e8; --soft: #9aa2ab; --rule: #33383e; --card: #1e2125;
    --data: #6fb1de; --mark: #e39a6b; --good: #7cc896; --bad: #f08a82; --shade: #fff3;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: break-word;
}
main, footer { max-width: 752px; margin: 0 auto; padding: 0 16px; }
h1 {
  font-size: 1.7rem; line-height: 1.25; font-weight: 600; margin: 2.5rem 0 1rem;
  text-wrap: balance;
}
h2 { font-size: 1.25rem; line-height: 1.3; font-weight: 600; margin: 0 0 .5rem; }
h3 {
  font-size: .8rem; font-weight: 600; color: var(--soft); margin: 0 0 .4rem;
  letter-spacing: .02em;
}
p { margin: .5rem 0; max-width: 66ch; }
section { margin: 3rem 0; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
.verdict { display: flex; gap: .6em; margin: 1rem 0; max-width: none; font-weight: 600; }
.verdict .sign { flex: none; }
.verdict > :last-child { min-width: 0; overflow-wrap: anywhere; }
.passed, .good { color: var(--good); } .failed, .bad { color: var(--bad); }
.measured { color: var(--ink); }
.warning { color: var(--mark); } .muted { color: var(--soft); }
main > .verdict {
  padding: .8rem 1rem; border-radius: 6px; background: var(--card); font-size: 1.05rem;
}
.facts { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem 2.5rem; margin: 1.5rem 0; }
dl {
  display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem;
  margin: 0; font-size: .9rem;
}
dt { color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; }
.scroll {
  overflow-x: auto; margin: 1rem 0;
  background:
    linear-gradient(to right, var(--paper) 40%, transparent) left / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 40%, transparent) right / 3rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 1rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) right / 1rem 100% no-repeat scroll;
}
table {
  border-collapse: collapse; min-width: 50%;
  font-size: .9rem; font-variant-numeric: tabular-nums;
}
th, td {
  padding: .3rem .9rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--rule);
}
th { font-weight: 600; color: var(--soft); vertical-align: bottom; }
tr > :first-child { padding-left: 0; }
tr > :last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
td:first-child, .option { white-space: nowrap; }
table.words td:first-child { color: var(--soft); }
figure { margin: 1.5rem 0; break-inside: avoid; }
figcaption { font-size: .9rem; font-weight: 600; margin-bottom: .4rem; }
svg {
  display: block; width: 100%; height: auto;
  font: 12px system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
svg.narrow { display: none; }
.bar { fill: var(--data); } .column { fill: transparent; }
.trace {
  fill: none; stroke: var(--data); stroke-width: 1.3;
  stroke-linejoin: round; stroke-linecap: round;
}
.grid { stroke: var(--rule); } .axis { stroke: var(--soft); }
.mark { stroke: var(--mark); stroke-dasharray: 3 3; }
.tick, .name { fill: var(--soft); } .markname { fill: var(--mark); }
nav ul { margin: 1rem 0; padding-left: 1.2rem; } nav a { color: inherit; }
footer { color: var(--soft); font-size: .85rem; margin-bottom: 3rem; padding-top: 1rem; }
@media screen and (max-width: 640px) {
  .facts { grid-template-columns: minmax(0, 1fr); }
  h1 { margin-top: 1.5rem; font-size: 1.4rem; }
  th, td { padding-left: .5rem; padding-right: .5rem; }
  table.words, table.words tbody, table.words tr, table.words td { display: block; }
  table.figures td:last-child:not(.number) { min-width: 14rem; }
  table.words tr { padding: .5rem 0; border-bottom: 1px solid var(--rule); }
  table.words td { padding: 0; border: 0; }
  table.words td:empty { display: none; }
  td:first-child { white-space: normal; }
  table.figures td:first-child { min-width: 5.5rem; }
  svg.wide { display: none; } svg.narrow { display: block; }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --card: #fff;
    --data: #2f6f9f; --mark: #a04a1c; --good: #1e6b3a; --bad: #a8201a; --shade: #0000;
  }
  body { font-size: 10.5pt; }
  main, footer { max-width: none; padding: 0; }
  main > .verdict { border: 1px solid var(--rule); }
  section { margin: 1.5rem 0; }
  h2, h3, figcaption { break-after: avoid; } tr { break-inside: avoid; }
  .scroll { overflow: visible; }
}
`;
