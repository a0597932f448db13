import { describe, expect, it } from 'vitest';
import { causeText } from '../../src/stream/loss-cause.js';
import { RestartLimit } from '../../src/stream/restart-limit.js';
import { errorOf } from '../core/on-the-sim.js';

describe('RestartLimit', () => {
  it('allows 20 restarts without a run', () => {
    const limit = new RestartLimit('sim');
    for (let restart = 0; restart < 20; restart++) limit.countRestart('declared');
    const error = errorOf(() => limit.countRestart('declared'));
    expect(error?.code).toBe('XRUN');
    expect(error?.message).toContain(causeText('declared'));
  });

  it('restarts its count after a run', () => {
    const limit = new RestartLimit('sim');
    for (let restart = 0; restart < 100; restart++) {
      limit.countRestart('unknown');
      limit.reset();
    }
  });
});
