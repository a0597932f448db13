import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../project.js';

/** Compiled into the addon. */
const IN_ADDON = 'node-addon-api';

/**
 * Writes the licences of the packages that the bundles contain, which their authors require.
 * @param {readonly string[]} modules paths of all bundled modules
 */
export function writeLicenses(modules) {
  const names = modules.flatMap((path) => {
    const [, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    return name === undefined ? [] : [name];
  });
  const texts = [...new Set([...names, IN_ADDON])].sort().map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no file with its licence`);
    const text = readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  writeFileSync(join(ROOT, 'dist/LICENSES.txt'), texts.join(`\n${'-'.repeat(72)}\n\n`));
}
