import { it } from 'vitest';
import { expectFlat } from '../core/cycles.js';
import { isThere } from './cards.js';

/** A ring kept by each of the cycles would be more. */
const MOST_MIB = 4;

it('holds no more resources after 500 cycles of open, play and close', () => {
  expectFlat(isThere('hw:Dummy') ? 'hw:Dummy' : 'hw:Loopback', 500, MOST_MIB);
});
