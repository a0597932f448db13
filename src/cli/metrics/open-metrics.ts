import type { TopStream } from '../top/stream.js';

/** Media type of the text. */
export const OPEN_METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

type Labels = Readonly<Record<string, string | number>>;

/** A metric family, with the samples of a stream. */
interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'info';
  readonly unit?: string;
  readonly help: string;
  /** Samples with their own labels; null for a value that is not known. */
  samples(stream: TopStream): readonly (readonly [Labels, number | null])[];
}

const single = (value: number | null) => [[{}, value] as const];

const FAMILIES: readonly Family[] = [
  {
    name: 'alsa_pcm_stream',
    type: 'info',
    help: 'Owner and parameters of an open stream.',
    samples: ({ owner, params, state }) => [
      [
        {
          state,
          command: owner?.command ?? '',
          pid: owner?.pid ?? '',
          format: params?.format ?? '',
          channels: params?.channels ?? '',
        },
        1,
      ],
    ],
  },
  {
    name: 'alsa_pcm_running',
    type: 'gauge',
    help: '1 if the stream is RUNNING, else 0.',
    samples: ({ state }) => single(state === 'RUNNING' ? 1 : 0),
  },
  {
    name: 'alsa_pcm_rate_hertz',
    type: 'gauge',
    unit: 'hertz',
    help: 'Sample rate.',
    samples: ({ params }) => single(params?.rateHz ?? null),
  },
  {
    name: 'alsa_pcm_buffer_frames',
    type: 'gauge',
    unit: 'frames',
    help: 'Frames in the ring.',
    samples: ({ params }) => single(params?.bufferSize ?? null),
  },
  {
    name: 'alsa_pcm_fill_frames',
    type: 'gauge',
    unit: 'frames',
    help: 'Frames queued for playback, or captured and not yet read.',
    samples: ({ fill }) => single(fill),
  },
  {
    name: 'alsa_pcm_min_fill_frames',
    type: 'gauge',
    unit: 'frames',
    help: 'Lowest fill while the stream was running.',
    samples: ({ minFill }) => single(minFill),
  },
  {
    name: 'alsa_pcm_xruns',
    type: 'counter',
    help: 'Times that the stream was seen in XRUN, or was restarted without.',
    samples: ({ xruns, restarts }) => [
      [{ kind: 'xrun' }, xruns],
      [{ kind: 'restart' }, restarts],
    ],
  },
  {
    name: 'alsa_pcm_explained_xruns',
    type: 'counter',
    help: 'Xruns that a running alsa-mmap why or --why has explained, by cause.',
    samples: ({ explained }) => Object.entries(explained).map(([cause, n]) => [{ cause }, n]),
  },
  {
    name: 'alsa_pcm_owner_run_delay_seconds',
    type: 'counter',
    unit: 'seconds',
    help: 'Time for which the owner was ready to run but had no CPU.',
    samples: ({ scheduling }) => single(scheduling && scheduling.runDelayNs / 1e9),
  },
];

const SUFFIXES = { gauge: '', counter: '_total', info: '_info' } as const;

/** Streams in the OpenMetrics text format. */
export function openMetrics(streams: readonly TopStream[]): string {
  const lines = FAMILIES.flatMap(({ name, type, unit, help, samples }) => [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
    ...streams.flatMap((stream) =>
      samples(stream).flatMap(([labels, value]) =>
        value === null ? [] : [`${name}${SUFFIXES[type]}${labelText(stream, labels)} ${value}`],
      ),
    ),
  ]);
  return `${[...lines, '# EOF'].join('\n')}\n`;
}

function labelText({ name, direction }: TopStream, labels: Labels): string {
  const pairs = Object.entries({ device: name, direction, ...labels }).map(
    ([key, value]) => `${key}="${escapeLabel(String(value))}"`,
  );
  return `{${pairs.join(',')}}`;
}

function escapeLabel(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
