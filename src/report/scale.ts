/** Maps a value to a position in a drawing, in pixels. */
export type Scale = (value: number) => number;

/** Maps `from` to `start` and `to` to `end`, linearly. */
export function linearScale(from: number, to: number, start: number, end: number): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** The same on a logarithmic scale; `from` must be above 0. */
export function logScale(from: number, to: number, start: number, end: number): Scale {
  const span = Math.log(to / from) || 1;
  return (value) => start + (Math.log(value / from) / span) * (end - start);
}
