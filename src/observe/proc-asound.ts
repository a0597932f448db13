/**
 * Parsers of the files below /proc/asound, as sound/core/init.c and sound/core/pcm.c print them. A
 * value that is missing or invalid is undefined or null.
 */

/** One card of /proc/asound/cards. */
export interface CardEntry {
  readonly card: number;
  readonly id: string;
  readonly driver: string;
  readonly name: string;
  readonly longName: string;
}

/** Hardware parameters of a substream that is set up. */
export interface StreamHwParams {
  readonly access: string;
  readonly format: string;
  readonly channels: number;
  readonly rateHz: number;
  readonly periodSize: number;
  readonly bufferSize: number;
}

/** Software parameters of a substream that is set up, in frames. */
export interface StreamSwParams {
  readonly availMin: number;
  readonly startThreshold: number;
  readonly stopThreshold: number;
  readonly boundary: number;
}

/** A time in seconds and nanoseconds. */
export interface StreamTime {
  readonly sec: number;
  readonly nsec: number;
}

/** The file `status` of an open substream. */
export interface StreamStatus {
  readonly state: string;
  /** Thread that opened the substream; 0 if it is in another PID namespace. */
  readonly ownerTid: number;
  readonly triggerTime: StreamTime | null;
  readonly timestamp: StreamTime | null;
  readonly delay: number;
  readonly avail: number;
  readonly hwPtr: number;
  readonly applPtr: number;
}

/** Parses /proc/asound/cards: two lines per card; skips all others. */
export function parseCards(text: string): CardEntry[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const match = /^\s*(\d{1,4}) \[([^\]]*)\]: (.*)$/.exec(line);
    if (match === null) return [];
    const [, card, id = '', title = ''] = match;
    const separator = title.indexOf(' - ');
    return [
      {
        card: Number(card),
        id: id.trim(),
        driver: separator < 0 ? title : title.slice(0, separator),
        name: separator < 0 ? title : title.slice(separator + 3),
        longName: (lines[index + 1] ?? '').trim(),
      },
    ];
  });
}

/**
 * Parses `hw_params`.
 * @returns `closed` for a free substream, `no setup` for an open one without parameters
 */
export function parseHwParams(text: string): StreamHwParams | 'closed' | 'no setup' {
  const values = fields(text);
  const frames = (name: string) => count(values.get(name));
  const params = {
    access: values.get('access'),
    format: values.get('format'),
    channels: frames('channels'),
    rateHz: frames('rate'),
    periodSize: frames('period_size'),
    bufferSize: frames('buffer_size'),
  };
  if (isComplete(params)) return params;
  return text.startsWith('no setup') ? 'no setup' : 'closed';
}

/** Parses `sw_params`; undefined if the substream is closed or not set up. */
export function parseSwParams(text: string): StreamSwParams | undefined {
  const values = fields(text);
  const params = {
    availMin: count(values.get('avail_min')),
    startThreshold: count(values.get('start_threshold')),
    stopThreshold: count(values.get('stop_threshold')),
    boundary: count(values.get('boundary')),
  };
  return isComplete(params) ? params : undefined;
}

/** Parses `status`; undefined if the substream is closed. */
export function parseStatus(text: string): StreamStatus | undefined {
  const values = fields(text);
  const frames = (name: string) => count(values.get(name)) ?? 0;
  const state = values.get('state');
  if (state === undefined || !/^[A-Z]+$/.test(state)) return undefined;
  const delay = values.get('delay') ?? '';
  return {
    state,
    ownerTid: frames('owner_pid'),
    triggerTime: parseTime(values.get('trigger_time')),
    timestamp: parseTime(values.get('tstamp')),
    delay: /^-?\d{1,19}$/.test(delay) ? Number(delay) : 0,
    avail: frames('avail'),
    hwPtr: frames('hw_ptr'),
    applPtr: frames('appl_ptr'),
  };
}

/** Seconds and nanoseconds; null for zero, which means that there was no event yet. */
function parseTime(text = ''): StreamTime | null {
  const match = /^(\d{1,15})\.(\d{9})$/.exec(text);
  if (match === null) return null;
  const time = { sec: Number(match[1]), nsec: Number(match[2]) };
  return time.sec === 0 && time.nsec === 0 ? null : time;
}

/** Values of the lines `name : value`. */
function fields(text: string): Map<string, string> {
  const pairs = text.split('\n').flatMap((line): [string, string][] => {
    const match = /^(\w+)\s*: ?(.*)$/.exec(line);
    return match === null ? [] : [[match[1]!, match[2]!.trim()]];
  });
  return new Map(pairs);
}

/** First number of a value such as `48000 (48000/1)`. */
function count(text = ''): number | undefined {
  const match = /^(\d{1,20})(?!\S)/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** True if no member is undefined. */
function isComplete<T extends object>(
  params: T,
): params is { [K in keyof T]: NonNullable<T[K]> } & T {
  return Object.values(params).every((value) => value !== undefined);
}
