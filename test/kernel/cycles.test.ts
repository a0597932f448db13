import { it } from 'vitest';
import { repetitions } from '../brief.js';
import { expectFlat } from '../core/cycles.js';
import { isThere } from './cards.js';

/** A ring kept by each of the cycles would be more. */
const MOST_MIB = 4;

const CYCLES = repetitions(200, 500);

it(`holds no more resources after ${CYCLES} cycles of open, play and close`, () => {
  expectFlat(isThere('hw:Dummy') ? 'hw:Dummy' : 'hw:Loopback', CYCLES, MOST_MIB);
});
