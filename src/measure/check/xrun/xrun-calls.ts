import { ExtStatus } from '../../../core/ext-status.js';
import { PcmState, stateName } from '../../../device/pcm-state.js';
import { answered, refusal } from '../refusal.js';
import { type Check, fail, pass } from '../verdict.js';
import { inXrun } from './in-xrun.js';

export const xrunCalls: Check = {
  name: 'xrun-calls',
  holds:
    'in XRUN HWSYNC is refused with EPIPE, START with EBADFD; SYNC_PTR and STATUS_EXT tell the state',
  run: (bench) =>
    inXrun(bench, (stream) => {
      const { device, io } = stream;
      const answers = [
        ['HWSYNC', 'EPIPE', refusal(() => io.hwsync())],
        ['START', 'EBADFD', refusal(() => device.start())],
      ] as const;
      const states = [
        ['SYNC_PTR', stream.kernel().state()],
        ['STATUS_EXT', new ExtStatus(device).refresh().state],
      ] as const;
      const wrong = [
        ...answers
          .filter(([, wanted, errno]) => errno !== wanted)
          .map(([call, wanted, errno]) => `${call}: ${answered(errno)}, not ${wanted}`),
        ...states
          .filter(([, state]) => state !== PcmState.XRUN)
          .map(([call, state]) => `${call} tells ${stateName(state)}`),
      ];
      if (wrong.length > 0) return fail(wrong.join('; '), io.hwPtr());
      return pass('EPIPE, EBADFD, and both tell XRUN');
    }),
};
