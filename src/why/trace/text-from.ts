/** Time of an event in its line, in seconds. */
const TIME = /\] +(?:\S{4,6} +)?(\d+\.\d{6,9}): /;

/**
 * Returns the text of a trace from a time on, and the comments before the first event.
 * @param text with events in order of time
 */
export function textFrom(text: string, ns: number): string {
  let head = 0;
  while (text.startsWith('#', head)) head = nextLine(text, head);
  let [low, high] = [head, text.length];
  while (low < high) {
    const line = startOfLine(text, (low + high) >> 1, low);
    if (1e9 * timeFrom(text, line) < ns) low = nextLine(text, line);
    else high = line;
  }
  return text.slice(0, head) + text.slice(low);
}

/** Time of the first event in a line or after it: lines of a stack have none. */
function timeFrom(text: string, line: number): number {
  for (let at = line; at < text.length; ) {
    const next = nextLine(text, at);
    const time = TIME.exec(text.slice(at, next))?.[1];
    if (time !== undefined) return Number(time);
    at = next;
  }
  return Infinity;
}

function startOfLine(text: string, at: number, first: number): number {
  return at === first ? first : Math.max(text.lastIndexOf('\n', at - 1) + 1, first);
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
