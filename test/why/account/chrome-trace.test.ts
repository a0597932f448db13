import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type ChromeEvent, chromeTrace } from '../../../src/why/account/chrome-trace.js';
import { explainXruns } from '../../../src/why/account/explain-xruns.js';
import { traceModel } from '../../../src/why/account/trace-model.js';
import { parseTrace } from '../../../src/why/trace/parse-trace.js';
import { healthyStream } from '../healthy-stream.js';

function convert(text: string): ChromeEvent[] {
  const model = traceModel(parseTrace(text));
  const document = chromeTrace(model, explainXruns(model));
  return (JSON.parse(JSON.stringify(document)) as { traceEvents: ChromeEvent[] }).traceEvents;
}

const recorded = (name: string) =>
  readFileSync(new URL(`../../corpus/why/${name}.txt`, import.meta.url), 'utf8');

/** Events of one phase, as Google's "Trace Event Format" documents it. */
function phase(ph: string, fields: object = {}, optional: object = {}) {
  const common = {
    ...{ name: { type: 'string', minLength: 1 }, ph: { const: ph } },
    ...{ ts: { type: 'number', minimum: 0 } },
    ...{ pid: { type: 'integer' }, tid: { type: 'integer' } },
    ...fields,
  };
  const properties = { ...common, ...optional };
  return { type: 'object', additionalProperties: false, required: Object.keys(common), properties };
}

const ARROW = { id: { type: 'integer' }, cat: { type: 'string' } };
const COUNTS = { type: 'object', minProperties: 1, additionalProperties: { type: 'number' } };
const FORMAT = {
  type: 'object',
  additionalProperties: false,
  required: ['traceEvents'],
  properties: {
    displayTimeUnit: { enum: ['ms', 'ns'] },
    traceEvents: {
      type: 'array',
      items: {
        oneOf: [
          phase('X', { dur: { type: 'number', exclusiveMinimum: 0 } }),
          phase('C', { args: COUNTS }),
          phase('i', { s: { enum: ['g', 'p', 't'] } }, { args: COUNTS }),
          phase('s', ARROW),
          phase('f', { ...ARROW, bp: { const: 'e' } }),
          phase('M', {
            name: { enum: ['process_name', 'thread_name', 'thread_sort_index'] },
            args: {
              type: 'object',
              additionalProperties: false,
              minProperties: 1,
              properties: { name: { type: 'string' }, sort_index: { type: 'integer' } },
            },
          }),
        ],
      },
    },
  },
};

/** Slices by track, in order of time. */
function tracksOf(events: readonly ChromeEvent[]): ChromeEvent[][] {
  const tracks = new Map<string, ChromeEvent[]>();
  for (const event of events.filter(({ ph }) => ph === 'X')) {
    const key = `${event.pid} ${event.tid}`;
    tracks.set(key, [...(tracks.get(key) ?? []), event]);
  }
  return [...tracks.values()].map((track) => track.sort((one, other) => one.ts - other.ts));
}

describe.each(['A-stopped-by-a-signal', 'B-fifo-hog', 'C-input-stalls'])('%s', (name) => {
  const events = convert(recorded(name));

  it('follows the documented format', () => {
    const model = traceModel(parseTrace(recorded(name)));
    const document = JSON.parse(JSON.stringify(chromeTrace(model, explainXruns(model))));
    const validate = new Ajv2020({ strict: false }).compile(FORMAT);
    expect(validate(document), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    expect(validate({ traceEvents: [{ ...document.traceEvents[0], ph: 'Q' }] })).toBe(false);
  });

  it('has times in microseconds, and slices that do not overlap', () => {
    for (const { ts, ph, dur } of events) {
      expect(Number.isFinite(ts)).toBe(true);
      if (ph === 'X') expect(dur).toBeGreaterThan(0);
    }
    const tracks = tracksOf(events);
    expect(tracks.length).toBeGreaterThanOrEqual(3);
    for (const track of tracks) {
      for (const [index, slice] of track.slice(1).entries()) {
        const { ts, dur, name } = track[index]!;
        expect(ts + dur!).toBeLessThanOrEqual(slice.ts + 1e-3);
        const isNext = slice.ts - ts - dur! < 1e-3;
        if (isNext) expect(slice.name).not.toBe(name);
      }
    }
  });

  it('has arrows whose ends are in slices of their tracks', () => {
    const arrows = events.filter(({ ph }) => ph === 's');
    expect(arrows.length).toBeGreaterThan(20);
    for (const arrow of arrows) {
      const end = events.find(({ ph, id }) => ph === 'f' && id === arrow.id)!;
      for (const { ts, pid, tid } of [arrow, end]) {
        const inside = events.filter(
          (one) =>
            one.ph === 'X' &&
            one.pid === pid &&
            one.tid === tid &&
            one.ts <= ts &&
            ts <= one.ts + one.dur!,
        );
        expect(inside.length).toBeGreaterThan(0);
      }
      expect(end.ts).toBeGreaterThan(arrow.ts);
    }
  });
});

it('shows the fill, the owner and the cause', () => {
  const events = convert(recorded('A-stopped-by-a-signal'));
  const names = (ph: string) => events.filter((event) => event.ph === ph).map(({ name }) => name);
  expect(events).toContainEqual(
    expect.objectContaining({ ph: 'C', name: 'fill', ts: 20_459_623, args: { frames: 2809 } }),
  );
  expect(names('X')).toContain('stopped by SIGSTOP from bash (190)');
  expect(names('X')).toContain('asleep in poll');
  expect(names('i').filter((name) => name === 'xrun noticed')).toHaveLength(2);
  expect(events).toContainEqual(
    expect.objectContaining({ name: 'thread_name', args: { name: 'aplay (218)' } }),
  );
});

it('has no arrow from an interrupt that did not wake the owner', () => {
  const events = convert(recorded('A-stopped-by-a-signal'));
  // Stopped from 20.486 s on; SIGCONT wakes the owner at 20.96 s.
  const arrows = events.filter(({ ph, ts }) => ph === 's' && ts > 20_490_000 && ts < 20_950_000);
  expect(arrows).toEqual([]);
  expect(events.filter(({ name, ts }) => name === 'interrupt' && ts > 20_490_000)).not.toEqual([]);
});

it('has no fill below zero after the ring ran dry', () => {
  const fills = convert(recorded('A-stopped-by-a-signal')).flatMap(({ ph, args }) =>
    ph === 'C' ? [args!['frames']] : [],
  );
  expect(Math.min(...fills.map(Number))).toBe(0);
});

it('is made of a stream without an xrun, too', () => {
  const events = convert(healthyStream(5).trace.text());
  expect(events.filter(({ name }) => name === 'xrun noticed')).toEqual([]);
  expect(events.filter(({ ph }) => ph === 's').length).toBe(5);
});
