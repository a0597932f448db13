/** Time of an event in its line, in seconds. */
const TIME = /\] +(?:\S{4,6} +)?(\d+\.\d{6,9}): /;

/**
 * Returns the lines of a trace from a time before its last event on, and the comments before the
 * first one. A recording may have minutes, of which an account needs little.
 * @param lines in order of time
 * @param seconds time before the last event
 */
export function latestLines(lines: readonly string[], seconds: number): readonly string[] {
  const lastTime = timeOf(lines.findLast((line) => TIME.test(line)));
  const head = lines.findIndex((line) => !line.startsWith('#'));
  if (lastTime === undefined || head < 0) return lines;
  let [low, high] = [head, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    // Lines of a stack have no time: the next event decides.
    const time = timeFrom(lines, middle);
    if (time < lastTime - seconds) low = middle + 1;
    else high = middle;
  }
  return [...lines.slice(0, head), ...lines.slice(low)];
}

/** Time of the first event in a line or after it. */
function timeFrom(lines: readonly string[], first: number): number {
  for (let index = first; index < lines.length; index++) {
    const time = timeOf(lines[index]);
    if (time !== undefined) return time;
  }
  return Infinity;
}

function timeOf(line: string | undefined): number | undefined {
  const time = TIME.exec(line ?? '')?.[1];
  return time === undefined ? undefined : Number(time);
}
