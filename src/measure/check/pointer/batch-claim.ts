import { type Check, fail, pass, STANDS, skip } from '../verdict.js';

export const batchClaim: Check = {
  name: 'batch-claim',
  holds: 'a pointer that moves by whole periods only is claimed to, by INFO BATCH',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    const { granularity, blockFrames, claims } = (await bench.watched()).result;
    if (granularity === 'unknown') return skip('hw_ptr hardly moved');
    const moves =
      granularity === 'frame' ? 'it moves by frames' : `it moves by about ${blockFrames} frames`;
    if (granularity !== 'period' || claims.batch) {
      return pass(`${moves}${claims.batch ? ', and claims BATCH' : ''}`);
    }
    return fail(`${moves}, and does not claim BATCH`);
  },
};
