import { AlsaMmapError } from '../device/errors.js';
import { UnknownOptionError } from './options/parse.js';

/** Adds advice to the error for an option of arecord or aplay that this program does not have. */
export async function withForeignHint(error: unknown, words: readonly string[]): Promise<unknown> {
  const option = error instanceof UnknownOptionError ? error.option : undefined;
  const first = words[0] ?? '';
  const word = option ?? (/^(-|a(play|record)$)/.test(first) ? first : undefined);
  if (word === undefined || !(error instanceof AlsaMmapError) || error.code !== 'USAGE') {
    return error;
  }
  const { foreignHint } = await import('./options/foreign.js');
  const hint = foreignHint(word, words);
  return hint === undefined ? error : new AlsaMmapError('USAGE', hint);
}
