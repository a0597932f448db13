import { describe, expect, it } from 'vitest';
import { jsonLines, run, startOnTerminal } from './program.js';

const ESCAPE = '\x1b';

async function document(words: string[], environment = {}): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run(['status', '--json', ...words], environment);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return jsonLines(stdout)[0]!;
}

describe.concurrent('status', () => {
  it('shows a prepared stream: pointers with their paths, then the parameters', async () => {
    const { code, stdout, stderr } = await run(['status', 'sim']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`sim  simulated card, playback: PREPARED
  hw_ptr        0  frames                 by mmap
  appl_ptr      0  frames                 by mmap
  avail      4096  85.3 ms
  fill          0  0 s, 0 %
  avail_min  1024  21.3 ms                by mmap
  timestamp  none  no pointer update yet  by mmap

  format          S16_LE, 2 channels, MMAP_INTERLEAVED
  rate            48000 Hz
  period_size     1024  21.3 ms
  buffer_size     4096  85.3 ms
  boundary        4611686018427387904
  stop_threshold  4096
  info            MMAP MMAP_VALID INTERLEAVED NONINTERLEAVED RESUME PAUSE NO_PERIOD_WAKEUP
`);
  });

  it('shows the requested format, channels, rate, and sizes in frames and in time', async () => {
    const words = '-f S24_3LE -c 5 -r 96000 --period-size 5ms --buffer-size 3000'.split(' ');
    const { params } = (await document(['sim', ...words])) as { params: object };
    expect(params).toMatchObject({
      format: 'S24_3LE',
      channels: 5,
      rateHz: 96_000,
      periodSize: 480,
      bufferSize: 3000,
    });
  });

  it.each([['playback'], ['capture']])('--start sets a %s stream going', async (side) => {
    const shown = await document(['sim', '--start', `--${side}`]);
    expect(shown).toMatchObject({ direction: side, state: 'RUNNING', consistent: true });
    const { hwPtr, applPtr, avail, fill } = shown as Record<string, number>;
    expect(hwPtr).toBeGreaterThanOrEqual(1024);
    expect(avail).toBe(side === 'capture' ? hwPtr : hwPtr! + 4096 - applPtr!);
    expect(fill).toBe(side === 'capture' ? Math.min(avail!, 4096) : Math.max(0, 4096 - avail!));
    const { ageNs, clock } = shown['timestamp'] as { ageNs: number; clock: string };
    expect(clock).toBe('MONOTONIC');
    expect(ageNs).toBeGreaterThan(0);
    expect(ageNs).toBeLessThan(2e9);
  });

  it('shows no age of a timestamp that cannot be right', async () => {
    const device = 'sim:QUIRK=timestamp-realtime';
    const { timestamp } = await document([device, '--start']);
    expect(timestamp).toMatchObject({ ageNs: null, fault: 'ahead' });
    expect((await run(['status', device, '--start'])).stdout).not.toMatch(/ old| -\d/);
  });

  it('distinguishes a timestamp that is not set from one that is not there yet', async () => {
    const words = ['status', 'sim:QUIRK=timestamp-zero', '--start'];
    expect((await run(words)).stdout).toMatch(/\n {2}timestamp +none +not set by the driver /);
  });

  it('uses the capture side if there is no other', async () => {
    expect(await document(['sim:DIRECTION=capture'])).toMatchObject({ direction: 'capture' });
  });

  it('shows the same by the ioctl if the pages are refused, with the reason', async () => {
    const device = 'sim:STATUS=refused,CONTROL=refused';
    const [mapped, refused] = await Promise.all([document(['sim']), document([device])]);
    const values = ({
      paths,
      device,
      params,
      date,
      commandLine,
      ...rest
    }: Record<string, unknown>) => rest;
    expect(values(refused)).toEqual(values(mapped));
    expect(mapped['paths']).toEqual({
      status: { path: 'mmap', refusal: null },
      control: { path: 'mmap', refusal: null },
    });
    const refusal = { errno: 'ENXIO', reason: expect.stringContaining('(ENXIO)') };
    expect(refused['paths']).toEqual({
      status: { path: 'SYNC_PTR', refusal },
      control: { path: 'SYNC_PTR', refusal },
    });
    const { stdout } = await run(['status', device]);
    expect(stdout).toMatch(/hw_ptr .*by SYNC_PTR\n/);
    expect(stdout).toMatch(/^ {2}cannot map the status page .*\n {2}cannot map the control page/m);
  });

  it.each([
    ['STATUS', 'SYNC_PTR', 'mmap'],
    ['CONTROL', 'mmap', 'SYNC_PTR'],
  ])('falls back on its own for each page: %s', async (page, status, control) => {
    const { paths } = await document([`sim:${page}=refused`]);
    expect(paths).toMatchObject({ status: { path: status }, control: { path: control } });
  });

  it('--sync-ptr takes the ioctl though the pages could be mapped', async () => {
    const { paths } = await document(['sim', '--sync-ptr']);
    const refusal = { errno: 'none', reason: 'SYNC_PTR requested (--sync-ptr)' };
    expect(paths).toEqual({
      status: { path: 'SYNC_PTR', refusal },
      control: { path: 'SYNC_PTR', refusal },
    });
  });

  it('takes the device from ALSA_MMAP_DEVICE, unless one is named', async () => {
    const environment = { ALSA_MMAP_DEVICE: 'sim:RATES=32000:32000' };
    expect(await document([], environment)).toMatchObject({ params: { rateHz: 32_000 } });
    expect(await document(['sim'], environment)).toMatchObject({ params: { rateHz: 48_000 } });
    expect(await document(['-D', 'sim'], environment)).toMatchObject({ device: { name: 'sim' } });
  });

  it('--quiet leaves only the exit code, and JSON if requested', async () => {
    expect(await run(['status', 'sim', '-q'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await document(['sim', '-q'])).toMatchObject({ state: 'PREPARED' });
  });

  it('--verbose adds the parameters without effect', async () => {
    const { stdout } = await run(['status', 'sim', '-v']);
    expect(stdout).toMatch(/\n {2}start_threshold +1\n/);
    expect(stdout).toMatch(/\n {2}tstamp_type +MONOTONIC\n/);
  });
});

describe.concurrent('colours', () => {
  it('are there on a terminal', async () => {
    const { stdout } = await startOnTerminal(['status', 'sim']).ended;
    expect(stdout).toContain(`${ESCAPE}[33mPREPARED`);
  });

  it.each([
    ['--no-color', ['--no-color'], {}],
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['a dumb terminal', [], { TERM: 'dumb' }],
  ])('are not with %s', async (_, words, environment) => {
    const { stdout } = await startOnTerminal(['status', 'sim', ...words], environment).ended;
    expect(stdout).toContain('PREPARED');
    expect(stdout).not.toContain(ESCAPE);
  });

  it('are not in a pipe', async () => {
    const { stdout } = await run(['status', 'sim', '--start']);
    expect(stdout).not.toContain(ESCAPE);
  });
});
