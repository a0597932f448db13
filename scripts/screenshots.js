/**
 * `npm run screenshots -- PAGE.html FOLDER`: renders a report in Chromium to pictures, at desktop
 * and at phone width, light and dark, and as PDF. They are for visual inspection; nothing is
 * asserted.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand, UsageError } from './command-line.js';
import { withTemporaryFolder } from './project.js';

const WIDTHS = [1280, 390];
const HEIGHT = 6000;
/** Numbers of Blink's setting. */
const SCHEMES = { dark: 0, light: 1 };
const QUIET = ['--headless', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

await runCommand('npm run screenshots', async ([page, folder, ...others]) => {
  if (page === undefined || folder === undefined || others.length > 0) {
    throw new UsageError('expected PAGE.html and FOLDER');
  }
  mkdirSync(folder, { recursive: true });
  const name = join(resolve(folder), basename(page, '.html'));
  for (const width of WIDTHS) {
    for (const [scheme, number] of Object.entries(SCHEMES)) {
      const picture = `${name}-${width}-${scheme}.png`;
      await chromium(page, picture, [
        `--window-size=${width},${HEIGHT}`,
        `--blink-settings=preferredColorScheme=${number}`,
        `--screenshot=${picture}`,
      ]);
    }
  }
  const pdf = `${name}.pdf`;
  await chromium(page, pdf, ['--no-pdf-header-footer', `--print-to-pdf=${pdf}`]);
  return 0;
});

/**
 * @param {string} page
 * @param {string} output the file that Chromium writes
 * @param {readonly string[]} options
 */
async function chromium(page, output, options) {
  // As root it runs only without its sandbox; the page is our own.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const { error, status } = await withTemporaryFolder('chromium', async (profile) =>
    spawnSync(
      'chromium',
      [...QUIET, ...sandbox, `--user-data-dir=${profile}`, ...options, pathToFileURL(page).href],
      { stdio: 'ignore', timeout: 60_000 },
    ),
  );
  if (error !== undefined || status !== 0) {
    throw new Error(`chromium did not write ${output}: ${error?.message ?? `status ${status}`}`);
  }
  console.log(output);
}
