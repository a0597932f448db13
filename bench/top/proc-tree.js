import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/project.js';

const RECORDED = join(ROOT, 'test/corpus/proc/print-code.json');
const SUBSTREAMS = 8;
const STREAM = 'asound/card0/pcm0p/sub0';
const STATUS_PAGE = 0x7f00_0000_2000;
const CONTROL_PAGE = 0x7f00_0000_1000;
const STAT = `1205 (data-loop.0) S ${'0 '.repeat(15)}-11 ${'0 '.repeat(20)}88 1 0\n`;

/**
 * Writes a /proc with open streams, each of a process of its own with 100 mappings: the recorded
 * stream of test/corpus, on as many cards as it takes.
 * @param {string} root
 * @param {number} streams
 */
export function writeStreams(root, streams) {
  /** @type {Record<string, string>} */
  const recorded = JSON.parse(readFileSync(RECORDED, 'utf8'));
  const cards = Math.ceil(streams / SUBSTREAMS);
  const numbers = Array.from({ length: cards }, (_, card) => card);
  write(root, 'asound/cards', numbers.map(cardEntry).join(''));
  write(root, 'asound/pcm', numbers.map(pcmEntry).join(''));
  for (let stream = 0; stream < streams; stream++) {
    const card = Math.floor(stream / SUBSTREAMS);
    const folder = `asound/card${card}/pcm0p/sub${stream % SUBSTREAMS}`;
    const [pid, tid] = [2000 + 10 * stream, 2001 + 10 * stream];
    for (const name of ['info', 'hw_params', 'sw_params', 'status']) {
      const text = recorded[`${STREAM}/${name}`] ?? '';
      write(root, `${folder}/${name}`, text.replace(/(owner_pid +: )\d+/, `$1${tid}`));
    }
    write(root, `${tid}/status`, `Name:\tdata-loop.0\nTgid:\t${pid}\n`);
    write(root, `${pid}/comm`, 'pipewire\n');
    write(root, `${pid}/maps`, maps(`/dev/snd/pcmC${card}D0p`));
    write(root, `${pid}/task/${tid}/stat`, STAT);
    write(root, `${pid}/task/${tid}/schedstat`, '5000 2500000000 12\n');
  }
}

/** @param {number} card */
function cardEntry(card) {
  const line = ` ${card} [Card${card}          ]: HDA-Intel - Card ${card}`;
  return `${line}\n                      Card ${card}\n`;
}

/** @param {number} card */
function pcmEntry(card) {
  return `${String(card).padStart(2, '0')}-00: Analog : Analog : playback ${SUBSTREAMS}\n`;
}

/** @param {string} node */
function maps(node) {
  const line = (/** @type {number} */ address, /** @type {string} */ offset, path = node) => {
    const range = `${address.toString(16)}-${(address + 4096).toString(16)}`;
    return `${range} r--s ${offset} 00:06 320                        ${path}\n`;
  };
  const libraries = Array.from({ length: 100 }, (_, index) =>
    line(0x5500_0000_0000 + 4096 * index, '00000000', '/usr/lib/x86_64-linux-gnu/libpipewire.so'),
  );
  return libraries.join('') + line(CONTROL_PAGE, '81000000') + line(STATUS_PAGE, '80000000');
}

/**
 * @param {string} root
 * @param {string} path
 * @param {string} text
 */
function write(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
