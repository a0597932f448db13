import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { PLAYS } from './cards.js';
import { alsaMmap, start } from './program.js';

const LIBRARY = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

it('shows only printable ASCII of the name that a process gave itself', async () => {
  const source = `
    process.title = 'a\\x1b[31mb\\u202ec';
    import(${JSON.stringify(LIBRARY)}).then(async ({ openDevice }) => {
      globalThis.held = await openDevice('${PLAYS}', { direction: 'playback' });
      console.log('holds');
      setTimeout(() => {}, 60_000);
    });`;
  const holder = start(process.execPath, ['-e', source]);
  await holder.says(/holds/);
  const refused = alsaMmap('syncptr', PLAYS, '--playback');
  const shown = alsaMmap('status', PLAYS, '--playback');
  holder.kill('SIGKILL');
  expect(refused.status).toBe(4);
  expect(refused.stderr).toContain('a?[31mb');
  expect(refused.stderr).toMatch(/^[ -~]+\n$/);
  expect(shown).toMatchObject({ status: 0, stderr: '' });
  expect(shown.stdout).toContain('a?[31mb');
  expect(shown.stdout).toMatch(/^[\n -~]+$/);
  await holder.ended;
});
