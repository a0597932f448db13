import Table from 'cli-table3';

/** A table with a line below its head and none between its rows. Cells may hold colours. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const table = new Table({ head: [...head], style: PLAIN_STYLE, chars: BORDERLESS });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n');
}

const PLAIN_STYLE = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
  mid: '',
  'mid-mid': '',
};
