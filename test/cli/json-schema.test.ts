import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/device/errors.js';
import { FORMAT_NAMES } from '../../src/device/format.js';
import { compileSchema, SCHEMA_FOLDER } from './json-schema.js';
import { jsonLines, PROGRAM, ROOT, run, scratchDirectory, watch } from './program.js';
import { starve } from './starve.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];

const schemas = new Map<string, Record<string, unknown>>(
  readdirSync(SCHEMA_FOLDER).map((file) => [
    file.slice(0, file.indexOf('.')),
    JSON.parse(readFileSync(join(SCHEMA_FOLDER, file), 'utf8')),
  ]),
);

/** Holds every line of an output against the schema that it names. */
function expectValid(output: string): Record<string, unknown>[] {
  const documents = jsonLines(output);
  for (const document of documents) {
    const [, name = ''] = /^alsa-mmap\.(\w+)\/1$/.exec(String(document['schema'])) ?? [];
    const validate = compileSchema(name);
    validate(document);
    expect(validate.errors ?? [], JSON.stringify(document)).toEqual([]);
  }
  return documents;
}

describe('the schemas', () => {
  it.each(['bench', 'info', 'status', 'stream'])('of %s names every sample format', (name) => {
    const listed = JSON.stringify(schemas.get(name)).match(/\["S16_LE"[^\]]*\]/)![0];
    expect(JSON.parse(listed)).toEqual(FORMAT_NAMES);
  });
});

describe.concurrent('--json output conforms to its schema', () => {
  it.each([
    [['sim']],
    [['sim', '--capture', '--start']],
    [['sim', '--playback', '--start', '-f', 'FLOAT_LE', '-c', '7']],
    [['sim:STATUS=refused']],
    [['sim:CONTROL=refused', '--start']],
    [['sim:STATUS=refused,CONTROL=refused', '--capture']],
    [['sim:BOUNDARY=2', '--sync-ptr']],
    [['sim:ACCESS=noninterleaved', '-v']],
  ])('status %s', async (words) => {
    const documents = expectValid((await run(['status', ...words, '--json'])).stdout);
    expect(documents.map(({ schema }) => schema)).toEqual(['alsa-mmap.status/1']);
  });

  it.each([
    ['sim'],
    ['sim:STATUS=refused,CONTROL=refused'],
    ['sim:ACCESS=rw'],
    ['sim:DIRECTION=capture,CHANNELS=2:32'],
  ])('info %s', async (device) => {
    const documents = expectValid((await run(['info', device, '--json'])).stdout);
    expect(documents).toMatchObject([{ schema: 'alsa-mmap.info/1', name: device }]);
  });

  it('list', async () => {
    const documents = expectValid((await run(['list', '--json'])).stdout);
    expect(documents).toMatchObject([{ schema: 'alsa-mmap.list/1' }]);
  });

  it('status --watch, to the end of the device', async () => {
    const words = '--start --watch --interval 0.05 --json'.split(' ');
    const { code, stdout } = await run(['status', 'sim:UNPLUG=9600', ...words]);
    expect(code).toBe(8);
    const documents = expectValid(stdout);
    expect(documents.at(-2)).toMatchObject({ state: 'DISCONNECTED' });
    expect(documents.at(-1)).toMatchObject({ error: { code: 'DISCONNECTED', exitCode: 8 } });
  });

  it.each([
    [['sim']],
    [['sim', '--capture', '--hwsync']],
    [['sim', '--appl-ptr', '3', '--avail-min', '4']],
    [['sim:STATUS=refused,CONTROL=refused']],
    [['sim', '--all']],
  ])('syncptr %s', async (words) => {
    const documents = expectValid((await run(['syncptr', ...words, '--json'])).stdout);
    expect(documents.map(({ schema }) => schema)).toEqual(['alsa-mmap.syncptr/1']);
  });

  it.each(['A-stopped-by-a-signal', 'B-fifo-hog', 'C-input-stalls'])(
    'why --from %s',
    async (name) => {
      const file = join(ROOT, `test/corpus/why/${name}.txt`);
      const documents = expectValid((await run(['why', '--from', file, '--json'])).stdout);
      expect(documents.map(({ schema }) => schema)).toEqual(['alsa-mmap.why/1']);
    },
  );

  it.each([
    ['play-sine', ['play-sine', 'sim', '--freq', '99.5']],
    ['play-sine, refused', ['play-sine', 'sim:STATUS=refused,CONTROL=refused']],
    ['record', ['record', scratch('x.wav'), 'sim']],
    ['record, refused', ['record', scratch('y.wav'), 'sim:STATUS=refused,CONTROL=refused']],
    ['record of silence', ['record', scratch('z.wav'), 'sim:SIGNAL=silence']],
  ])('%s', async (_, words) => {
    const { stdout } = await run([...words, ...CALM, '-d', '1.7', '--json']);
    const events = expectValid(stdout).map(({ event }) => event);
    expect(events.join(' ')).toMatch(/^opened( progress)+ totals$/);
  });

  it('play-sine --why', async () => {
    const words = ['play-sine', 'sim', '--why', ...CALM, '-d', '0.2', '--json'];
    const events = expectValid((await run(words)).stdout);
    expect(events.find(({ event }) => event === 'explaining')).toMatchObject({ level: 0 });
  });

  it('record --why of an xrun', async () => {
    const { stdout } = await starve(['record', scratch('why.wav'), 'sim', '--why', '--json']);
    const likely = expectValid(stdout).find(({ event }) => event === 'likely-cause');
    expect(likely).toMatchObject({ fromNs: expect.any(Number), toNs: expect.any(Number) });
  });

  it.each(['wakeup', 'sweep'])('bench %s --why of an xrun', async (experiment) => {
    const rings = experiment === 'sweep' ? ['--point-duration', '0.3'] : ['-d', '0.5'];
    const words = ['bench', experiment, 'sim:XRUN=4800', '--why', ...rings, '--warmup', '0'];
    const [document] = expectValid((await run([...words, '--json'])).stdout);
    const { experiments } = document as { experiments: { why: { likely: object[] } }[] };
    expect(experiments[0]!.why.likely[0]).toMatchObject({ fromNs: expect.any(Number) });
  });

  it('bench wakeup --why', async () => {
    const words = ['bench', 'wakeup', 'sim', '--why', '-d', '0.2', '--warmup', '0', '--json'];
    const [document] = expectValid((await run(words)).stdout);
    const why = { level: 0, accounts: [], likely: expect.any(Array) };
    expect(document).toMatchObject({ experiments: [{ why }] });
  });

  it.each([
    ['play-sine', ['play-sine', 'sim']],
    ['record', ['record', scratch('xrun.wav'), 'sim']],
  ])('%s with an xrun, and the error of --fail-on', async (_, words) => {
    const { code, stdout } = await starve([...words, '--fail-on', 'xrun', '--json']);
    expect(code).toBe(6);
    const documents = expectValid(stdout);
    expect(documents.map(({ event }) => event)).toContain('xrun');
    expect(documents.at(-1)).toMatchObject({ error: { code: 'XRUN', exitCode: 6 } });
  });

  it.each([
    ['bit for bit', 'sim'],
    ['widened', 'sim:FORMATS=S32_LE'],
  ])('play, %s, of a file that is shorter than its header declares', async (kind, device) => {
    const file = scratch(`short, ${kind}.wav`);
    await run(['record', file, 'sim', '-d', '0.3', ...CALM, '-q']);
    truncateSync(file, statSync(file).size - 400);
    const events = expectValid((await run(['play', file, device, ...CALM, '--json'])).stdout);
    expect(events.map(({ event }) => event)).toEqual(['opened', 'file-warning', 'totals']);
  });

  it('a recording that could not be written to its end', async () => {
    const words = ['record', scratch('cut.wav'), 'sim', '-d', '3', ...CALM, '--json'];
    const limited = 'ulimit -f 64; exec "$@"';
    const child = spawn('sh', ['-c', limited, 'sh', process.execPath, PROGRAM, ...words]);
    const documents = expectValid((await watch(child).ended).stdout);
    expect(documents.slice(-3)).toMatchObject([
      { event: 'truncated' },
      { event: 'totals' },
      { error: { code: 'FAILED', errno: 'EFBIG' } },
    ]);
  });

  it.each([
    ['all of it', ['sim', '-d', '0.5', '--warmup', '0.05', '--raw'], 0],
    ['an experiment', ['pointer', 'sim:STATUS=refused,CONTROL=refused', '-d', '0.5'], 0],
    ['a stream of one update', ['pointer', 'sim', '-d', '0.03', '--cpu', '9999'], 0],
    ['outside the limits', ['clock', 'sim:RATE_PPM=500', '-d', '0.5', '--max-ppm', '100'], 7],
    ['a sweep', ['sweep', 'sim', '--period-sizes=8,64,4096', '--periods=2', '-d', '1'], 0],
    ['both clocks', ['clock', 'sim', '--both-directions', '-d', '2', '--raw'], 0],
    ['a loop', ['latency', 'sim:LOOP=1,LOOP_DELAY=9600', '-d', '0.5', '--raw', ...CALM], 0],
    ['a loop without a signal', ['latency', 'sim:LOOP=1,LOOP_GAIN=0', '-d', '0.5', ...CALM], 7],
    ['settings', ['recommend', 'sim', '-d', '2', '--raw'], 0],
    ['settings of nothing', ['recommend', 'sim:STALL=1', '-d', '1'], 0],
    ['checks, one of which fails', ['check', 'sim:STALL=1', '-d', '3', '--raw'], 7],
    ['checks that end with the device', ['check', 'sim:UNPLUG=20000'], 8],
    ['a pointer that never moves', ['pointer', 'sim:STALL=1', '-d', '0.5'], 7],
  ] as const)('bench: %s', async (_, words, exit) => {
    const { code, stdout } = await run(['bench', ...words, '--json']);
    expect(code).toBe(exit);
    const documents = expectValid(stdout);
    expect(documents.map(({ schema }) => schema)).toEqual(['alsa-mmap.bench/1']);
  });

  it.each([
    ['USAGE', ['status', 'sim', '--frobnicate']],
    ['NO_DEVICE', ['status', 'sim:DIRECTION=playback', '--capture']],
    ['BUSY', ['syncptr', 'sim:BUSY=1']],
    ['UNSUPPORTED', ['play-sine', 'sim:CHANNELS=2', '-c', '3']],
    ['FAILED', ['record', '/dev/full', 'sim', '-d', '1']],
  ] as const)('an error: %s', async (name, words) => {
    const { code, stdout } = await run([...words, '--json']);
    const documents = expectValid(stdout);
    expect(documents).toMatchObject([{ error: { code: name, exitCode: code } }]);
    expect(code).toBe(ERROR_CODES[name].exit);
  });
});

describe('a schema', () => {
  it.each([...schemas])(
    'of %s: its name is that of the documents, and nothing else is let in',
    (name, schema) => {
      const text = JSON.stringify(schema);
      expect(text).toContain(`"const":"alsa-mmap.${name}/1"`);
      const objects = text.match(/"type":"object"/g)!.length;
      // A map lets in any name, and values of one type.
      const closed = text.match(/"type":"object","additionalProperties":(false|\{"type")/g);
      expect(closed?.length).toBe(objects);
    },
  );

  it('of errors knows the codes, all and only those', () => {
    const { properties } = schemas.get('error') as {
      properties: { error: { properties: { code: { enum: string[] } } } };
    };
    expect(properties.error.properties.code.enum).toEqual(Object.keys(ERROR_CODES));
  });

  it('is there for each kind of document', () => {
    expect([...schemas.keys()].sort()).toEqual([
      'bench',
      'error',
      'gaps',
      'info',
      'likely',
      'list',
      'missed',
      'status',
      'stream',
      'syncptr',
      'top',
      'urb',
      'why',
    ]);
  });
});
