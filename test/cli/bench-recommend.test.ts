import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run, scratchDirectory } from './program.js';

const scratch = scratchDirectory();

it('bench recommend prints settings with their evidence, and a page with their rules', async () => {
  const file = scratch('settings.html');
  const words = ['recommend', 'sim:STEP=200', '-d', '8', '--report', file];
  const { code, stdout, stderr } = await run(['bench', ...words]);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/PipeWire\n +api\.alsa\.headroom +\d+ +.*200 frames/);
  expect(stdout).toMatch(/JACK\n +-p +/);
  expect(stdout).toMatch(/ALSA\n +period_size +/);
  const page = readFileSync(file, 'utf8');
  expect(page).toContain('<h3>PipeWire</h3>');
  expect(page).toMatch(/>api\.alsa\.disable-tsched<\/td><td>.*<\/td><td>.*<\/td><td>\S.*<\/td>/);
  expect(page).not.toMatch(/NaN|undefined/);
});

it('bench recommend gives no value if the pointer does not move', async () => {
  const { code, stdout } = await run(['bench', 'recommend', 'sim:STALL=1', '-d', '5']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/api\.alsa\.headroom +- +.*hw_ptr/);
  expect(stdout).toMatch(/-p +- +.*hw_ptr/);
});
