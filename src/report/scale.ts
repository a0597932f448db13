/** Where a value lies in a drawing, in pixels. */
export type Scale = (value: number) => number;

/** Even from `start`, for `from`, to `end`, for `to`. */
export function linearScale(from: number, to: number, start: number, end: number): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** Each factor of one length; `from` is above 0. */
export function logScale(from: number, to: number, start: number, end: number): Scale {
  const span = Math.log(to / from) || 1;
  return (value) => start + (Math.log(value / from) / span) * (end - start);
}
