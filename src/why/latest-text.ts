/** Time of an event in its line, in seconds. */
const TIME = /\] +(?:\S{4,6} +)?(\d+\.\d{6,9}): /;

/**
 * Returns the text of a trace from a time before its last event on, and the comments before the
 * first one.
 * @param text with events in order of time
 * @param seconds time before the last event
 */
export function latestText(text: string, seconds: number): string {
  const lastTime = lastTimeOf(text);
  if (lastTime === undefined) return text;
  let head = 0;
  while (text.startsWith('#', head)) head = nextLine(text, head);
  let [low, high] = [head, text.length];
  while (low < high) {
    const middle = Math.max(text.lastIndexOf('\n', ((low + high) >> 1) - 1) + 1, low);
    // Lines of a stack have no time: the next event decides.
    if (timeFrom(text, middle) < lastTime - seconds) low = nextLine(text, middle);
    else high = middle;
  }
  return text.slice(0, head) + text.slice(low);
}

/** Time of the first event in a line or after it. */
function timeFrom(text: string, line: number): number {
  for (let at = line; at < text.length; at = nextLine(text, at)) {
    const time = timeOf(text.slice(at, nextLine(text, at)));
    if (time !== undefined) return time;
  }
  return Infinity;
}

function lastTimeOf(text: string): number | undefined {
  for (let end = text.length; end > 0; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const time = timeOf(text.slice(start, end));
    if (time !== undefined) return time;
    end = start - 1;
  }
  return undefined;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function timeOf(line: string): number | undefined {
  const time = TIME.exec(line)?.[1];
  return time === undefined ? undefined : Number(time);
}
