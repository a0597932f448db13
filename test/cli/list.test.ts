import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { listText } from '../../src/cli/list/text.js';
import { waitForCard } from '../../src/cli/list/wait.js';
import { listDocument } from '../../src/cli/list.js';
import { readInventory, SIM_CARD } from '../../src/observe/inventory.js';
import { procTree, writeProcTree } from '../observe/proc-tree.js';
import { compileSchema } from './json-schema.js';
import { jsonLines, run } from './program.js';

const root = writeProcTree(procTree('print-code'));
const PLAIN = new Chalk({ level: 0 });

describe('list', () => {
  it('ends with the simulated card', async () => {
    const { code, stdout, stderr } = await run(['list', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [document] = jsonLines(stdout) as [{ cards: { card: number; id: string }[] }];
    expect(document.cards.at(-1)).toMatchObject({ card: -1, id: 'sim' });
    expect((await run(['list', '-q'])).stdout).toBe('');
  });

  it('is a document of owners and parameters', () => {
    const document = listDocument([...readInventory(root), SIM_CARD]);
    const validate = compileSchema('list');
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document).toMatchObject({
      cards: [
        {
          card: 0,
          id: 'PCH',
          devices: [
            {
              name: 'hw:PCH,0',
              directions: [
                {
                  direction: 'playback',
                  subdevices: 1,
                  open: [
                    {
                      name: 'hw:0,0,0',
                      state: 'RUNNING',
                      owner: { pid: 1200, tid: 1205, command: 'pipewire' },
                      params: { format: 'S32_LE', rateHz: 48_000, periodSize: 1024 },
                    },
                  ],
                },
                { direction: 'capture', subdevices: 2, open: [{}, { params: null }] },
              ],
            },
            { name: 'hw:PCH,3', directions: [{ direction: 'playback', open: [] }] },
          ],
        },
        { card: 1, devices: [{ directions: [{ open: [{ owner: null }] }] }] },
        { card: -1 },
      ],
    });
  });

  it.each([60, 80, 200])('fits %i columns', (columns) => {
    const lines = listText(readInventory(root), PLAIN, columns).split('\n');
    expect(lines.filter((line) => line.length > Math.max(columns, 75))).toEqual([]);
    expect(lines.join('\n')).toMatch(/hw:0,0,0 .*RUNNING .*pipewire \(pid 1200\)/);
  });
});

describe('list --wait', () => {
  it.each(['PCH', '1', 'hw:PCH', 'hw:0,3', 'hw:CARD=DAC,DEV=0'])('finds %s', async (name) => {
    expect(await waitForCard(name, undefined, root)).toBeUndefined();
  });

  it.each(['USB', '7', 'hw:PCH,1'])('refuses %s at the time limit', async (name) => {
    const started = performance.now();
    const waiting = waitForCard(name, 0.15, root);
    await expect(waiting).rejects.toMatchObject({ code: 'NO_DEVICE', exitCode: 3, device: name });
    expect(performance.now() - started).toBeGreaterThanOrEqual(140);
  });

  it('requires a valid name, and --wait for --timeout', async () => {
    await expect(waitForCard('a b', 1, root)).rejects.toMatchObject({ code: 'USAGE' });
    expect((await run(['list', '--timeout', '1s'])).code).toBe(2);
  });
});
