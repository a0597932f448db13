import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../cli/program.js';

/**
 * Packs a clone as for a publication, which builds everything in it, into a folder.
 * @returns the path of the tarball
 */
export async function packTarball(folder: string, clone = ROOT): Promise<string> {
  const words = ['pack', '--silent', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', words, { cwd: clone, encoding: 'utf8' });
  return join(folder, stdout.trim().split('\n').at(-1) ?? '');
}
