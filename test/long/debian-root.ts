/** A minimal system of Debian packages, in a folder. Needs root. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { debianMirror } from '../../scripts/guest/apt.js';

const execute = promisify(execFile);

/** Namespaces that keep a program of the root away from this machine and from the network. */
const APART = ['--mount', '--pid', '--net', '--fork', '--kill-child'];
const ENVIRONMENT = {
  ...{ PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/root', LANG: 'C.UTF-8' },
  ...{ MANPAGER: 'cat', MANWIDTH: '80' },
};

/** Installs Debian's essential packages and the named ones into a new folder. */
export async function makeDebianRoot(folder: string, release: string, packages: readonly string[]) {
  const mirror = await debianMirror(console.error);
  const words = ['--variant=minbase', `--include=${packages.join(',')}`, release, folder, mirror];
  await execute('mmdebstrap', ['--quiet', '--mode=root', ...words]);
}

/** Types a line into a shell of the root; rejects if it fails. */
export function typeInRoot(root: string, line: string) {
  const words = [...APART, `--root=${root}`, '--mount-proc', '--wd=/root'];
  return execute('unshare', [...words, 'sh', '-ec', line], { env: ENVIRONMENT, encoding: 'utf8' });
}
