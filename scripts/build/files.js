import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** When the newest of these files, or of the files below these folders, was changed; 0 for none. */
export function newestMs(...paths) {
  let newest = 0;
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    const below = stat.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
    newest = Math.max(newest, stat.isDirectory() ? newestMs(...below) : stat.mtimeMs);
  }
  return newest;
}
