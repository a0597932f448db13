import { StreamMonitor } from '../observe/stream-monitor.js';
import { openMetrics } from './metrics/open-metrics.js';
import { OUTPUT_OPTIONS, TSV_OPTION } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { duration, oneOf, path } from './options/types.js';
import { writeOutput } from './text/terminal-output.js';
import { printStreams, showLive } from './top/live.js';
import { TopRecording } from './top/recording.js';
import { showReplay } from './top/replay.js';
import { SORT_ORDERS, topStream } from './top/stream.js';
import { TopView } from './top/view.js';

export const top = defineCommand({
  name: 'top',
  positionals: {},
  options: {
    once: { group: 'Measurement', type: 'flag', summary: 'print the streams once, and exit' },
    interval: {
      group: 'Measurement',
      type: duration(0.05, 86_400),
      default: 1,
      defaultText: '1s',
      conflictsWith: ['once', 'openmetrics'],
      summary: 'time between two refreshes',
    },
    sort: {
      group: 'Measurement',
      type: oneOf(SORT_ORDERS, 'ORDER'),
      default: 'device',
      summary: 'order: by device, lowest fill, lowest fill so far, most xruns, or owner',
    },
    filter: {
      group: 'Measurement',
      type: { placeholder: 'TEXT', expected: 'a text', parse: (text: string) => text || undefined },
      summary: 'show only streams whose device, owner or state contains this text',
    },
    record: {
      group: 'Files',
      type: path({ stdout: false }),
      conflictsWith: ['once'],
      summary: 'write all streams of each refresh into FILE, as lines of JSON',
    },
    replay: {
      group: 'Files',
      type: path({ stdout: false }),
      conflictsWith: ['once', 'record'],
      summary: 'show the streams of a FILE of --record instead of those of the machine',
    },
    openmetrics: {
      group: 'Output',
      type: 'flag',
      conflictsWith: ['record', 'replay', 'json', 'tsv'],
      summary: 'print the streams once as OpenMetrics, for a textfile collector',
    },
    ...TSV_OPTION,
    ...OUTPUT_OPTIONS,
  },
  examples: [
    { command: 'alsa-mmap top', summary: 'Watch all streams of the machine; q or Ctrl-C ends it' },
    {
      command: 'alsa-mmap top --interval 100ms --json',
      summary: 'Print all streams ten times per second',
    },
    { command: 'alsa-mmap top --record day.jsonl', summary: 'Watch them, and keep what was seen' },
    { command: 'alsa-mmap top --replay day.jsonl', summary: 'Step through what was seen' },
  ],
  async run(values) {
    const view = new TopView(values);
    if (values.replay !== undefined) return showReplay(values.replay, view, values);
    const isLive = !values.openmetrics && !values.once;
    const monitor = new StreamMonitor({ timers: isLive });
    const read = () => monitor.read().map(topStream);
    if (values.openmetrics) {
      writeOutput(openMetrics(view.select(read())));
      return 0;
    }
    if (values.once) {
      printStreams(read(), view, values);
      return 0;
    }
    const file = values.record === undefined ? undefined : new TopRecording(values.record);
    const readAndKeep = () => {
      const streams = read();
      file?.write(streams);
      return { streams, time: new Date().toLocaleTimeString('en-GB') };
    };
    try {
      return await showLive({ next: readAndKeep, press: () => undefined, keys: '' }, view, values);
    } finally {
      monitor.close();
      file?.close();
    }
  },
});
