/** Debian's Prometheus (on the PATH, or $PROMETHEUS) scrapes the exporter, and its alert fires. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openMetrics } from '../../src/cli/metrics/open-metrics.js';
import { metricsServer, startListening } from '../../src/cli/metrics/server.js';
import { topStream } from '../../src/cli/top/stream.js';
import { StreamMonitor } from '../../src/observe/stream-monitor.js';
import { procTree, writeProcTree } from '../observe/proc-tree.js';

const PROMETHEUS = process.env['PROMETHEUS'] ?? 'prometheus';
const PROMTOOL = PROMETHEUS === 'prometheus' ? 'promtool' : join(dirname(PROMETHEUS), 'promtool');
const ALERTS = fileURLToPath(new URL('../../docs/fleet/alerts.yml', import.meta.url));
const isInstalled = spawnSync(PROMETHEUS, ['--version']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Asks for JSON until the answer matches. */
async function answer(url: string, pattern: RegExp): Promise<string> {
  for (;;) {
    const text = await fetch(url)
      .then((response) => response.text())
      .catch(() => '');
    if (pattern.test(text)) return text;
    await sleep(200);
  }
}

describe.skipIf(!isInstalled)('Prometheus', () => {
  it('accepts the rules and the metrics', () => {
    const { status, stdout } = spawnSync(PROMTOOL, ['check', 'rules', ALERTS], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toMatchObject({ status: 0 });
  });

  it('scrapes a planted xrun, and its alert fires', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-prometheus-'));
    const status = 'asound/card0/pcm0p/sub0/status';
    const tree = procTree('print-code');
    const root = writeProcTree(tree);
    const monitor = new StreamMonitor({ procRoot: root });
    const server = metricsServer(() => openMetrics(monitor.read().map(topStream)));
    const target = await startListening(server, { host: '127.0.0.1', port: 0 });
    const port = await freePort();
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [ALERTS],
      scrape_configs: [
        { job_name: 'alsa', static_configs: [{ targets: [`127.0.0.1:${target}`] }] },
      ],
    };
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
    const words = [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    const child: ChildProcess = spawn(PROMETHEUS, words, { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    const api = `http://127.0.0.1:${port}/api/v1`;
    try {
      const selector = '{device="hw:0,0,0",direction="playback"}';
      const query = `${api}/query?query=alsa_pcm_fill_frames${selector}`;
      expect(JSON.parse(await answer(query, /"value"/))).toMatchObject({
        data: { result: [{ value: [expect.any(Number), '2000'] }] },
      });
      expect(await (await fetch(`${api}/targets`)).text()).toContain('"health":"up"');
      await sleep(3000);
      writeFileSync(join(root, status), tree[status]!.replace('RUNNING', 'XRUN'));
      const alerts = await answer(
        `${api}/alerts`,
        /"alertname":"AlsaXrun"[^}]*\}[^}]*\}[^}]*firing/,
      );
      expect(alerts).toContain('"device":"hw:0,0,0"');
    } finally {
      child.kill('SIGTERM');
      await ended;
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    }
  });
});
