// Markdown of the matrix: the runs and their devices, a table for each part of the suite, the
// reasons.

/** @typedef {import('./matrix.js').Column} Column */
/** @typedef {import('./matrix.js').Row} Row */

/**
 * @param {readonly import('./devices.js').Run[]} runs
 * @param {{ columns: readonly Column[], rows: readonly Row[] }} matrix
 */
export function matrixMarkdown(runs, { columns, rows }) {
  const notes = [
    ...new Set(rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.reasons ?? []))),
  ];
  const parts = [...new Set(rows.map(({ part }) => part))];
  return [
    ...runs.flatMap(runLines),
    ...parts.flatMap((part) => [
      `### ${part.replaceAll('-', ' ')}`,
      '',
      ...tableOf(
        columns,
        rows.filter((row) => row.part === part),
        notes,
      ),
      '',
    ]),
    '### Why a rule does not apply',
    '',
    'The driver, on the emulated hardware,',
    '',
    ...notes.map((note, at) => `- ${letter(at)}: ${note}`),
  ].join('\n');
}

/** @param {import('./devices.js').Run} run */
function runLines({ title, devices }) {
  const shown = devices.map(({ name, direction, status, control }) => {
    const ways = status === control ? status : `${status}, control by ${control}`;
    return `\`${name}\` ${direction} (${ways})`;
  });
  return [`**${title}**: ${shown.join('; ')}.`, ''];
}

/**
 * @param {readonly Column[]} columns
 * @param {readonly Row[]} rows
 * @param {readonly string[]} notes
 */
function tableOf(columns, rows, notes) {
  const head = columns.map(({ run, driver }) => `${driver.replace('snd-', '')}<br>${run.name}`);
  return [
    line(['rule', ...head]),
    line(['---', ...head.map(() => ':-:')]),
    ...rows.map(({ rule, cells }) => line([rule, ...cells.map((cell) => mark(cell, notes))])),
  ];
}

/**
 * @param {import('./matrix.js').Cell} cell
 * @param {readonly string[]} notes
 */
function mark({ passed = 0, failed = 0, reasons }, notes) {
  if (reasons) return reasons.map((reason) => letter(notes.indexOf(reason))).join(' ');
  return failed > 0 ? `**${failed} of ${passed + failed} fail**` : '✓';
}

/** @param {number} at */
function letter(at) {
  return String.fromCharCode('a'.charCodeAt(0) + at);
}

/** @param {readonly string[]} cells */
function line(cells) {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
