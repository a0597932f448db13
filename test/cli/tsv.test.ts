import { describe, expect, it } from 'vitest';
import { run } from './program.js';

/** Runs the program; its lines are cut at the tabs. */
async function table(...words: string[]) {
  const { code, stdout, stderr } = await run(words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [names = [], ...rows] = stdout
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split('\t'));
  for (const row of rows) expect(row.length).toBe(names.length);
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
}

describe.concurrent('tab-separated values', () => {
  it.each([['--tsv'], ['--format', 'tsv'], ['--format=tsv'], ['-f', 'tsv']])(
    'are printed with %s %s',
    async (...words) => {
      const rows = await table('status', 'sim', '-r', '44100', ...words.filter(Boolean));
      expect(rows).toMatchObject([
        { 'device.name': 'sim', state: 'PREPARED', hwPtr: '0', avail: '4096', 'owner.pid': '' },
      ]);
      expect(rows[0]).toMatchObject({ 'params.rateHz': '44100', 'paths.status.path': 'mmap' });
    },
  );

  it('can be printed with a sample format', async () => {
    const words = ['--format', 'S32_LE', '--format', 'tsv'];
    expect(await table('status', 'sim', ...words)).toMatchObject([{ 'params.format': 'S32_LE' }]);
  });

  it('have one line of names, and a row per snapshot of a stream that is watched', async () => {
    const words = ['--start', '--watch', '--interval', '20ms', '--tsv'];
    const { code, stdout } = await run(['status', 'sim:UNPLUG=9600', ...words]);
    expect(code).toBe(8);
    const [names, ...rows] = stdout
      .slice(0, -1)
      .split('\n')
      .map((line) => line.split('\t'));
    const state = names!.indexOf('state');
    expect(rows.length).toBeGreaterThan(3);
    expect(rows[0]![state]).toBe('RUNNING');
    expect(rows.at(-1)![state]).toBe('DISCONNECTED');
  });

  it('of list have a row per direction of a PCM', async () => {
    const rows = (await table('list', '--tsv')).filter(({ name }) => name === 'sim');
    expect(rows).toMatchObject([{ direction: 'playback' }, { direction: 'capture' }]);
  });

  it('of info and syncptr have a row per member of the document', async () => {
    const values = async (...words: string[]) =>
      new Map((await table(...words)).map(({ name, value }) => [name, value]));
    const info = await values('info', 'sim', '--playback', '--tsv');
    expect(info.get('directions.0.params.bufferSize')).toBe('4096');
    const syncptr = await values('syncptr', 'sim', '--hwsync', '--tsv');
    expect(syncptr.get('after.state')).toBe('PREPARED');
    expect(syncptr.get('flags')).toBe('7');
  });

  it('of bench begin with the name of the experiment', async () => {
    const words = ['clock,pointer', 'sim:RATE_PPM=500', '-d', '0.4', '--warmup', '0', '--tsv'];
    const rows = await table('bench', ...words);
    const values = new Map(rows.map(({ name, value }) => [name, Number(value)]));
    expect(values.get('clock.result.ppm')).toBeCloseTo(500, -1);
    expect(values.get('pointer.seconds')).toBeGreaterThan(0.3);
  });

  it('cannot be combined with JSON, and are not offered by a stream', async () => {
    expect(await run(['list', '--tsv', '--json'])).toMatchObject({ code: 2 });
    expect(await run(['play-sine', 'sim', '--tsv'])).toMatchObject({ code: 2, stdout: '' });
  });
});
