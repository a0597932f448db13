/**
 * Prints the /proc/asound of this machine, and the owners of its streams, as a tree for
 * test/corpus/proc. Run it in the guest: npm run guest -- node test/observe/record-proc-tree.js
 */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** @type {Record<string, string>} */
const tree = {};

/** @param {string} path */
function record(path) {
  try {
    const lines = readFileSync(`/proc/${path}`, 'utf8').split('\n');
    const isNeeded = (/** @type {string} */ line, /** @type {number} */ index) => {
      if (path.endsWith('/maps')) return /\/dev\/snd|\[heap\]|^$/.test(line);
      return !/^\d+\/status$/.test(path) || index < 7 || line === '';
    };
    tree[path] = lines.filter(isNeeded).join('\n');
  } catch {
    // A file that only root may read, or that is written only.
  }
}

/** @param {string} folder */
function recordFolder(folder) {
  if (/\/sub[1-9]/.test(folder) && isClosed(folder)) return;
  for (const entry of readdirSync(`/proc/${folder}`, { withFileTypes: true })) {
    if (entry.isDirectory()) recordFolder(`${folder}/${entry.name}`);
    else if (/^(cards|pcm|info|hw_params|sw_params|status|stream\d+)$/.test(entry.name)) {
      record(`${folder}/${entry.name}`);
    }
  }
}

/** @param {string} folder */
function isClosed(folder) {
  return readFileSync(`/proc/${folder}/hw_params`, 'utf8').startsWith('closed');
}

/** @param {string} pid */
function holdsPcm(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) =>
      readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('/dev/snd/pcm'),
    );
  } catch {
    return false;
  }
}

recordFolder('asound');
for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && holdsPcm(name))) {
  for (const file of ['status', 'comm', 'maps']) record(`${pid}/${file}`);
}
process.stdout.write(`${JSON.stringify(tree, null, 2)}\n`);
