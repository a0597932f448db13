const WIDTH = 960;
const PANEL = { width: 190, height: 170 };
const LEFTS = [30, 270, 510, 750];
const TOP = 36;
/** Width of a digit of a label. */
const DIGIT_WIDTH = 6;
/** @type {Readonly<Record<string, string>>} */
const UNITS = {
  channels: 'channels',
  rate: 'rate, Hz',
  period: 'period, frames',
  streams: 'streams',
};

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .tick { font-size: 10px; fill: #57606a }
  path { fill: none }
  .grid { stroke: #d0d7de } .linear { stroke: #57606a; stroke-dasharray: 3 3 }
  .total { stroke: #57606a } .own { stroke: #0969da; stroke-width: 2 } .dot { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .tick { fill: #9da7b3 }
    .grid { stroke: #30363d } .linear { stroke: #8b949e }
    .total { stroke: #8b949e } .own { stroke: #58a6ff } .dot { fill: #58a6ff }
  }`;

/** @typedef {import('./measure.js').Point} Point */

/**
 * Draws a panel for each axis, with logarithmic scales: the program's own threads, thinner all
 * threads with those of V8, and dashed a line proportional to the value, through the last point;
 * for the period, inversely, through the first.
 * @param {readonly import('./measure.js').MeasuredAxis[]} axes
 */
export function growthSvg(axes) {
  const panels = axes.map((axis, index) => panel(axis, LEFTS[index]));
  const height = TOP + PANEL.height + 44;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    '<title>CPU time against channels, rate, period and number of streams</title>',
    `<style>${STYLE}\n</style>`,
    ...panels,
    '</svg>',
  ].join('\n');
}

/**
 * @param {import('./measure.js').MeasuredAxis} axis
 * @param {number} left
 */
function panel({ name, points }, left) {
  const [first, last] = [points[0], points[points.length - 1]];
  const bounds = boundsAround(points.flatMap((point) => [point.total, ownOf(point)]));
  const x = scale(first.value, last.value, left, left + PANEL.width);
  const y = scale(bounds[0], bounds[1], TOP + PANEL.height, TOP);
  const falls = name === 'period';
  const anchor = falls ? first : last;
  const proportional = (/** @type {number} */ value) =>
    ownOf(anchor) * (falls ? anchor.value / value : value / anchor.value);
  const line = (/** @type {(point: Point) => number} */ msOf) =>
    points.map((point) => `${px(x(point.value))} ${px(y(msOf(point)))}`).join('L');
  const dashed = [first.value, last.value].map((value) => {
    const at = Math.min(bounds[1], Math.max(bounds[0], proportional(value)));
    const ratio = at / ownOf(anchor);
    const atValue = falls ? anchor.value / ratio : anchor.value * ratio;
    return `${px(x(atValue))} ${px(y(at))}`;
  });
  const middle = px(left + PANEL.width / 2);
  return [
    ...ticksBetween(bounds).map(
      (ms) =>
        `<path class="grid" d="M${left} ${px(y(ms))}h${PANEL.width}"/>` +
        `<text class="tick" x="${left - 5}" y="${px(y(ms) + 3)}" text-anchor="end">${ms}</text>`,
    ),
    ...points.flatMap(({ value }, index) => {
      const label = value % 1000 === 0 ? `${value / 1000}k` : `${value}`;
      const next = points[index + 1];
      const room = next === undefined ? Infinity : x(next.value) - x(value);
      if (room < (label.length + 1) * DIGIT_WIDTH) return [];
      const at = `x="${px(x(value))}" y="${TOP + PANEL.height + 14}"`;
      return [`<text class="tick" ${at} text-anchor="middle">${label}</text>`];
    }),
    `<path class="linear" d="M${dashed.join('L')}"/>`,
    `<path class="total" d="M${line(({ total }) => total)}"/>`,
    `<path class="own" d="M${line(ownOf)}"/>`,
    ...points.map(
      (point) =>
        `<circle class="dot" cx="${px(x(point.value))}" cy="${px(y(ownOf(point)))}" r="3"/>`,
    ),
    `<text x="${left}" y="${TOP - 12}">ms of CPU a second</text>`,
    `<text x="${middle}" y="${TOP + PANEL.height + 32}" text-anchor="middle">` +
      `${UNITS[name]}</text>`,
  ].join('\n');
}

/**
 * Milliseconds of the main thread and of the stream's thread.
 * @param {Point} point
 */
function ownOf({ main, stream }) {
  return main + stream;
}

/**
 * Returns a logarithmic scale.
 * @param {number} from
 * @param {number} to
 * @param {number} begin
 * @param {number} end
 */
function scale(from, to, begin, end) {
  return (/** @type {number} */ value) =>
    begin + ((end - begin) * Math.log(value / from)) / Math.log(to / from);
}

/**
 * @param {readonly number[]} values
 * @returns {[low: number, high: number]} powers of two
 */
function boundsAround(values) {
  const low = Math.floor(Math.log2(Math.min(...values)));
  const high = Math.ceil(Math.log2(Math.max(...values)));
  return [2 ** low, 2 ** Math.max(high, low + 2)];
}

/** @param {readonly [low: number, high: number]} bounds */
function ticksBetween([low, high]) {
  const ticks = [];
  for (let ms = low; ms <= high; ms *= 2) ticks.push(ms);
  return ticks;
}

/** @param {number} value */
function px(value) {
  return Number(value.toFixed(1));
}
