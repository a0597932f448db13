import { setTimeout as sleep } from 'node:timers/promises';
import { type MonitoredStream, StreamMonitor } from '../observe/stream-monitor.js';
import { terminalColumns } from '../report/terminal.js';
import { OUTPUT_OPTIONS, type OutputValues, outputMode } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { duration } from './options/types.js';
import { watchSignals } from './signals.js';
import { chalkFor } from './text/colors.js';
import { jsonLine } from './text/printable.js';
import { isTerminal } from './text/standard-streams.js';
import { writeOutput } from './text/terminal-output.js';
import { topDocument } from './top/document.js';
import { Screen } from './top/screen.js';
import { topTable } from './top/table.js';

/** Columns of a table that does not go to a terminal. */
const PLAIN_COLUMNS = 120;

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
      conflictsWith: ['once'],
      summary: 'time between two refreshes',
    },
    ...OUTPUT_OPTIONS,
  },
  examples: [
    { command: 'alsa-mmap top', summary: 'Watch all streams of the machine; q or Ctrl-C ends it' },
    {
      command: 'alsa-mmap top --interval 100ms --json',
      summary: 'Print all streams ten times per second',
    },
  ],
  async run(values) {
    const monitor = new StreamMonitor();
    if (values.once) {
      printPlain(monitor.read(), values);
      return 0;
    }
    const canDraw = isTerminal(1) && process.env['TERM'] !== 'dumb';
    if (outputMode(values) === 'text' && canDraw) return drawLive(monitor, values);
    return repeat(values.interval, () => printPlain(monitor.read(), values)).ended;
  },
});

async function drawLive(
  monitor: StreamMonitor,
  values: OutputValues & { readonly interval: number },
): Promise<number> {
  const paint = chalkFor(values);
  let stop = () => {};
  const screen = new Screen(() => stop());
  try {
    const loop = repeat(values.interval, () => {
      const streams = monitor.read();
      const [columns] = screen.size;
      const title = `${streams.length} open streams  ${new Date().toLocaleTimeString('en-GB')}`;
      screen.draw([`${title}  q: quit`, '', ...topTable(streams, columns, paint)]);
    });
    stop = loop.stop;
    return await loop.ended;
  } finally {
    screen.close();
  }
}

/** Calls `refresh` at an interval in seconds, until a signal or `stop`. */
function repeat(interval: number, refresh: () => void) {
  const controller = new AbortController();
  const run = async (): Promise<number> => {
    const signals = watchSignals();
    const signal = AbortSignal.any([signals.abortSignal, controller.signal]);
    try {
      while (!signal.aborted) {
        refresh();
        await sleep(interval * 1000, undefined, { signal }).catch(() => {});
      }
      return signals.exitCode ?? 0;
    } finally {
      signals.close();
    }
  };
  return { ended: run(), stop: () => controller.abort() };
}

function printPlain(streams: readonly MonitoredStream[], values: OutputValues): void {
  const mode = outputMode(values);
  if (mode === 'quiet') return;
  const text = mode === 'json' ? jsonLine(topDocument(streams)) : plainText(streams, values);
  writeOutput(`${text}\n`);
}

function plainText(streams: readonly MonitoredStream[], values: OutputValues): string {
  if (streams.length === 0) return 'no PCM stream is open';
  const columns = terminalColumns() ?? PLAIN_COLUMNS;
  return topTable(streams, columns, chalkFor(values)).join('\n');
}
