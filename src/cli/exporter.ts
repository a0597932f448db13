import { StreamMonitor } from '../observe/stream-monitor.js';
import { openMetrics } from './metrics/open-metrics.js';
import { metricsServer, startListening } from './metrics/server.js';
import { OUTPUT_OPTIONS } from './options/common.js';
import { defineCommand } from './options/parse.js';
import type { ValueType } from './options/spec.js';
import { duration } from './options/types.js';
import { watchSignals } from './signals.js';
import { writeError } from './text/terminal-output.js';
import { topStream } from './top/stream.js';

export const exporter = defineCommand({
  name: 'exporter',
  positionals: {},
  options: {
    listen: {
      group: 'Output',
      type: listenAddress(),
      default: { host: '127.0.0.1', port: 9464 },
      defaultText: '127.0.0.1:9464',
      summary: 'address and port; without an address the loopback',
    },
    interval: {
      group: 'Measurement',
      type: duration(0.05, 86_400),
      default: 0.25,
      defaultText: '250ms',
      summary: 'time between two reads of the streams; shorter xruns count as restarts',
    },
    ...OUTPUT_OPTIONS,
  },
  examples: [
    { command: 'alsa-mmap exporter', summary: 'Serve http://127.0.0.1:9464/metrics' },
    { command: 'alsa-mmap exporter --listen 10.0.0.7:9464', summary: 'Serve another machine' },
  ],
  async run({ listen, interval, quiet }) {
    const monitor = new StreamMonitor({ timers: true });
    let text = openMetrics([]);
    const signals = watchSignals();
    const server = metricsServer(() => text);
    try {
      const port = await startListening(server, listen);
      const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
      if (!quiet) writeError(`http://${host}:${port}/metrics\n`);
      while (!signals.abortSignal.aborted) {
        text = openMetrics(monitor.read().map(topStream));
        await signals.sleep(interval * 1000);
      }
      return signals.exitCode ?? 0;
    } finally {
      monitor.close();
      server.close();
      server.closeAllConnections();
      signals.close();
    }
  },
});

/** An address and a port: `127.0.0.1:9464`, `[::1]:9464`, `:9464` and `9464` for the loopback. */
export function listenAddress(): ValueType<{ readonly host: string; readonly port: number }> {
  return {
    placeholder: 'ADDRESS:PORT',
    expected: 'an address and a port such as 127.0.0.1:9464',
    parse: (text) => {
      const match = /^(?:(?:\[([\da-f:.]+)\]|([\w.-]*)):)?(\d{1,5})$/i.exec(text);
      const port = Number(match?.[3]);
      if (match === null || port > 65_535) return undefined;
      return { host: match[1] || match[2] || '127.0.0.1', port };
    },
  };
}
