/**
 * `npm run look -- PAGE.html FOLDER`: renders a report in Chromium to pictures, at desktop and at
 * phone width, light and dark, and printed. They are for visual inspection; nothing is asserted.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const WIDTHS = [1280, 390];
const HEIGHT = 6000;
/** As Blink numbers them. */
const SCHEMES = { dark: 0, light: 1 };
const QUIET = ['--headless', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

const [page, folder] = process.argv.slice(2);
if (page === undefined || folder === undefined) {
  process.stderr.write('usage: npm run look -- PAGE.html FOLDER\n');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const name = join(resolve(folder), basename(page, '.html'));
for (const width of WIDTHS) {
  for (const [scheme, number] of Object.entries(SCHEMES)) {
    const picture = `${name}-${width}-${scheme}.png`;
    const size = `--window-size=${width},${HEIGHT}`;
    chromium(
      picture,
      size,
      `--blink-settings=preferredColorScheme=${number}`,
      `--screenshot=${picture}`,
    );
  }
}
chromium(`${name}.pdf`, '--no-pdf-header-footer', `--print-to-pdf=${name}.pdf`);

function chromium(what, ...options) {
  const profile = mkdtempSync(join(tmpdir(), 'look-'));
  // As root it runs only without its sandbox; the page is our own.
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  const words = [...QUIET, ...sandbox, `--user-data-dir=${profile}`, ...options];
  const { error, status } = spawnSync('chromium', [...words, pathToFileURL(page).href], {
    stdio: 'ignore',
    timeout: 60_000,
  });
  rmSync(profile, { recursive: true, force: true });
  if (error !== undefined || status !== 0) {
    process.stderr.write(
      `look: chromium made no ${what}: ${error?.message ?? `status ${status}`}\n`,
    );
    process.exit(1);
  }
  process.stdout.write(`${what}\n`);
}
