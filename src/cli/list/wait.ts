import { parseDeviceName } from '../../device/device-name.js';
import { deviceError } from '../../device/errors.js';
import { readCards, readPcms } from '../../observe/sound-tree.js';
import { watchSignals } from '../signals.js';

const POLL_MS = 100;

/**
 * Waits until a card, or one of its PCMs, exists.
 * @param name a card's number or id, or `hw:CARD[,DEV]`
 * @param timeoutS undefined to wait until a signal
 * @returns the exit code of the signal that ended the wait; undefined if the card is there
 * @throws NO_DEVICE at the time limit; USAGE for an invalid name
 */
export async function waitForCard(
  name: string,
  timeoutS: number | undefined,
  procRoot = '/proc',
): Promise<number | undefined> {
  const isThere = cardTest(name, procRoot);
  const deadlineMs = performance.now() + 1000 * (timeoutS ?? Number.POSITIVE_INFINITY);
  const signals = watchSignals();
  try {
    while (!isThere()) {
      if (signals.exitCode !== undefined) return signals.exitCode;
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) {
        const reason = `no such card after ${timeoutS} s; connect it, or wait longer`;
        throw deviceError('NO_DEVICE', name, reason);
      }
      await signals.sleep(Math.min(POLL_MS, leftMs));
    }
    return undefined;
  } finally {
    signals.close();
  }
}

function cardTest(name: string, procRoot: string): () => boolean {
  const parsed = parseDeviceName(name.startsWith('hw:') ? name : `hw:${name}`);
  if (parsed.kind !== 'hw') return () => false;
  const hasDevice = name.includes(',') || name.includes('DEV=');
  return () => {
    const found = readCards(procRoot).find(
      ({ card, id }) => id === parsed.card || String(card) === parsed.card,
    );
    if (found === undefined || !hasDevice) return found !== undefined;
    return readPcms(procRoot).some(
      ({ card, device }) => card === found.card && device === parsed.device,
    );
  };
}
