import { SYNC_PTR, SyncFlag } from '../../../device/abi.js';
import type { PcmDevice } from '../../../device/pcm-device.js';
import { type Check, fail, pass } from '../verdict.js';

const FLAG_WORDS = [0, 1, 2, 3, 4, 5, 6, 7];

/** appl_ptr is written as it is only; avail_min is changed, and put back. */
export const syncPtr: Check = {
  name: 'sync-ptr',
  holds: 'SYNC_PTR reads what its flags APPL and AVAIL_MIN name, and writes what they do not',
  run: (bench) =>
    bench.on({}, (stream) => {
      const { device, io } = stream;
      stream.prime(io.bufferSize >> 1);
      const first = stream.kernel();
      const [applPtr, availMin] = [first.applPtr(), first.availMin()];
      for (const flags of FLAG_WORDS) {
        const reads = (flags & SyncFlag.APPL) !== 0;
        const other = availMin + 1;
        const answer = call(device, flags, reads ? applPtr + 1 : applPtr, other);
        const kernel = stream.kernel();
        const expected = [applPtr, (flags & SyncFlag.AVAIL_MIN) !== 0 ? availMin : other];
        const holds = [kernel.applPtr(), kernel.availMin()];
        if (String(answer) !== String(expected) || String(holds) !== String(expected)) {
          return fail(
            `flags ${flags}: appl_ptr, avail_min are to be ${expected}; ` +
              `it answered ${answer}, and the kernel holds ${holds}`,
          );
        }
        call(device, SyncFlag.APPL, 0, availMin);
      }
      return pass(`${FLAG_WORDS.length} flag words`);
    }),
};

/** One SYNC_PTR; what its control record holds afterwards. */
function call(device: PcmDevice, flags: number, applPtr: number, availMin: number): number[] {
  const block = new ArrayBuffer(SYNC_PTR.size);
  new Uint32Array(block, SYNC_PTR.flags, 1)[0] = flags;
  const control = new BigUint64Array(block, SYNC_PTR.control, 2);
  control.set([BigInt(applPtr), BigInt(availMin)]);
  device.syncPtr(block);
  return [Number(control[0]), Number(control[1])];
}
