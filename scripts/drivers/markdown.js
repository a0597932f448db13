// Markdown of the matrix: the runs and their devices, a table per part of the suite, the reasons.

/** `table` is what `matrixOf` gives. */
export function matrixMarkdown(runs, { columns, rows }) {
  const notes = [...new Set(rows.flatMap(({ cells }) => cells.flatMap((it) => it.reasons ?? [])))];
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
    '### Where a promise is not asked',
    '',
    'The driver, with what is emulated here,',
    '',
    ...notes.map((note, at) => `- ${letter(at)}: ${note}`),
  ].join('\n');
}

function runLines({ title, devices }) {
  const shown = devices.map(({ name, direction, status, control }) => {
    const ways = status === control ? status : `${status}, control by ${control}`;
    return `\`${name}\` ${direction} (${ways})`;
  });
  return [`**${title}**: ${shown.join('; ')}.`, ''];
}

function tableOf(columns, rows, notes) {
  const head = columns.map(({ run, driver }) => `${driver.replace('snd-', '')}<br>${run.name}`);
  return [
    line(['promise', ...head]),
    line(['---', ...head.map(() => ':-:')]),
    ...rows.map(({ promise, cells }) => line([promise, ...cells.map((it) => mark(it, notes))])),
  ];
}

function mark({ passed, failed, reasons }, notes) {
  if (reasons) return reasons.map((reason) => letter(notes.indexOf(reason))).join(' ');
  return failed > 0 ? `**${failed} of ${passed + failed} fail**` : '✓';
}

function letter(at) {
  return String.fromCharCode('a'.charCodeAt(0) + at);
}

function line(cells) {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
