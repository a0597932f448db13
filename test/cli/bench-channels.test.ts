import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileSchema } from './json-schema.js';
import { run, scratchDirectory } from './program.js';

const scratch = scratchDirectory();
const LOOP = 'sim:LOOP=1,LOOP_DELAY=9600';
// A ring long enough for a busy machine.
const WORDS = ['-d', '0.5', '--period-size', '50ms', '--buffer-size', '700ms'];

async function channels(name: string, ...words: string[]) {
  const { code, stdout } = await run(['bench', 'channels', name, ...WORDS, ...words, '--json']);
  const document = JSON.parse(stdout);
  const validate = compileSchema('bench');
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  const [{ result, limits }] = document.experiments;
  return { code, result, limits, error: document.error };
}

describe.concurrent('bench channels', () => {
  it('exits 0 if each channel is in its place, also after an xrun', async () => {
    const { code, result, limits } = await channels(LOOP, '--max-offset', '0.01');
    expect(code).toBe(0);
    expect(result.runs[1]).toMatchObject({ after: 'xrun', findings: [] });
    expect(limits).toMatchObject([
      { name: 'max-offset', within: true },
      { name: 'channel-faults', measured: 0, within: true },
    ]);
  });

  it('exits 7 for a fault and for an offset above --max-offset', async () => {
    const name = `${LOOP},QUIRK=channels-swapped:channel-late`;
    const report = scratch('channels.html');
    const words = ['-c', '3', '--max-offset', '0.9', '--report', report];
    const { code, result, limits, error } = await channels(name, ...words);
    expect(code).toBe(7);
    expect(error.code).toBe('LIMITS');
    const findings = [
      { fault: 'swapped', channels: [0, 1] },
      { fault: 'offset', channels: [2] },
    ];
    for (const one of result.runs) expect(one.findings).toEqual(findings);
    expect(limits).toMatchObject([
      { name: 'max-offset', within: false },
      { name: 'channel-faults', measured: result.runs.length, within: false },
    ]);
    expect(readFileSync(report, 'utf8')).toMatch(/swapped[\s\S]*channels 1, 2/);
  });

  it('reports null for a channel that carries nothing', async () => {
    const { code, result } = await channels(`${LOOP},LOOP_GAIN=0`, '-c', '1');
    expect(code).toBe(7);
    const nothing = { carries: null, offsetFrames: null, peakDbfs: null };
    expect(result.runs[0].channels).toMatchObject([nothing]);
  });

  it('rejects --capture with USAGE', async () => {
    const { code } = await run(['bench', 'channels', 'sim', '--capture']);
    expect(code).toBe(2);
  });
});
