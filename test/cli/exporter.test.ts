import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listenAddress } from '../../src/cli/exporter.js';
import { OPEN_METRICS_TYPE, openMetrics } from '../../src/cli/metrics/open-metrics.js';
import { metricsServer, startListening } from '../../src/cli/metrics/server.js';
import { run, start } from './program.js';

/** Listens on a free port. */
async function takePort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const release = () => new Promise((resolve) => server.close(resolve));
  return { port, release };
}

/** Starts the program on a free port. */
async function startExporter() {
  const { port, release } = await takePort();
  await release();
  const running = start(['exporter', '--listen', String(port)]);
  const url = `http://127.0.0.1:${port}/metrics`;
  await running.seen(`${url}\n`);
  return { url, running };
}

describe('exporter', () => {
  it('serves metrics on the loopback until TERM', async () => {
    const { url, running } = await startExporter();
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe(OPEN_METRICS_TYPE);
    expect(await response.text()).toBe(openMetrics([]));
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(new URL('/', url))).status).toBe(404);
    // A connection that sends nothing does not keep the program.
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    idle.on('error', () => {});
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(143);
  });

  it('exits 4 if the port is taken', async () => {
    const { port, release } = await takePort();
    const { code, stderr } = await run(['exporter', '--listen', String(port)]);
    await release();
    expect(code).toBe(4);
    expect(stderr).toContain('EADDRINUSE');
  });

  it('exits 1 if the machine lacks the address', async () => {
    const { code, stderr } = await run(['exporter', '--listen', '203.0.113.1:9464']);
    expect(code).toBe(1);
    expect(stderr).toContain('EADDRNOTAVAIL');
  });

  it.each([
    ['9464', { host: '127.0.0.1', port: 9464 }],
    [':80', { host: '127.0.0.1', port: 80 }],
    ['10.0.0.7:1', { host: '10.0.0.7', port: 1 }],
    ['[::1]:9464', { host: '::1', port: 9464 }],
    ['host.example:65535', { host: 'host.example', port: 65_535 }],
    ['65536', undefined],
    ['::1', undefined],
    ['', undefined],
    ['host', undefined],
  ])('--listen %s', (text, expected) => {
    expect(listenAddress().parse(text)).toEqual(expected);
  });

  it('serves what its text is at the request', async () => {
    let text = 'a';
    const server = metricsServer(() => text);
    const port = await startListening(server, { host: '127.0.0.1', port: 0 });
    const get = async () => (await fetch(`http://127.0.0.1:${port}/metrics?x=1`)).text();
    expect(await get()).toBe('a');
    text = 'b';
    expect(await get()).toBe('b');
    server.close();
    server.closeAllConnections();
  });
});

describe('docs/fleet', () => {
  const fleet = (file: string) =>
    readFileSync(new URL(`../../docs/fleet/${file}`, import.meta.url), 'utf8');

  it.each(['alerts.yml', 'dashboard.json', 'README.md'])(
    '%s names metrics of the exporter only',
    (file) => {
      const families = [...openMetrics([]).matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(
        ([, name, type]) => `${name}${{ counter: '_total', info: '_info' }[type!] ?? ''}`,
      );
      const named = [...fleet(file).matchAll(/alsa_pcm_\w+/g)].map(([name]) => name);
      expect(named.filter((name) => !families.includes(name))).toEqual([]);
      if (file !== 'README.md') expect(named.length).toBeGreaterThan(3);
    },
  );

  it('has a dashboard in JSON', () => {
    expect(JSON.parse(fleet('dashboard.json'))).toMatchObject({ title: 'ALSA streams' });
  });
});
