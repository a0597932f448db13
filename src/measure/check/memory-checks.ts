import { SampleData } from '../../core/sample-data.js';
import { InfoFlag, SYNC_PTR, SyncFlag } from '../../device/abi.js';
import { memoryOf } from '../../device/device-memory.js';
import type { ChannelInfo, PcmDevice } from '../../device/pcm-device.js';
import { PcmState, stateName } from '../../device/pcm-state.js';
import { signedStep } from '../pointer-track.js';
import type { Check } from './bench.js';
import { errnoOf, errnoText, fail, pass, skip } from './verdict.js';

/** Architectures with mappable pages: `pcm_status_mmap_allowed`, `pcm_control_mmap_allowed`. */
const MAPPABLE_ARCHITECTURES = ['x64', 'ia32', 'ppc', 'ppc64'];
const PAGE_READS = 50;

export const MEMORY_CHECKS: readonly Check[] = [
  {
    name: 'initial-state',
    rule: 'after set-up the state is PREPARED, both pointers are 0, boundary is buffer_size * 2^k',
    run: (bench) =>
      bench.withStream({}, ({ io, params }) => {
        const state = io.state();
        if (state !== PcmState.PREPARED) return fail(`state ${stateName(state)}`);
        const [hwPtr, applPtr] = [io.hwPtr(), io.applPtr()];
        if (hwPtr !== 0 || applPtr !== 0)
          return fail(`hw_ptr ${hwPtr}, appl_ptr ${applPtr}`, hwPtr);
        const rings = params.boundary / params.bufferSize;
        if (rings < 2 || Math.log2(rings) % 1 !== 0) {
          return fail(`boundary ${params.boundary}, buffer_size ${params.bufferSize}`);
        }
        return pass(`boundary ${params.bufferSize} * 2^${Math.log2(rings)}`);
      }),
  },
  /** `snd_pcm_hw_params` clears the buffer, so that no other program's samples are left in it. */
  {
    name: 'ring-zero',
    rule: 'the ring of a new stream is all zeros: nothing of earlier memory contents is left',
    async run(bench) {
      await bench.withStream({}, ({ io }) => {
        if (!bench.isPlayback) return;
        const loud = io.codec.fromNormalized(0.5);
        for (const region of io.dataPtr()) {
          for (let frame = 0; frame < region.frames; frame++) region.set(frame, 0, loud);
        }
      });
      return bench.withStream({}, ({ device, params }) => {
        const ring = new SampleData(device);
        for (let offset = 0; offset < params.bufferSize; offset++) {
          for (let channel = 0; channel < params.channels; channel++) {
            const raw = ring.get(offset, channel);
            if (raw !== 0) return fail(`channel ${channel} holds ${raw}`, offset);
          }
        }
        return pass(`${params.bufferSize} frames of 0`);
      });
    },
  },
  {
    name: 'page-mapping',
    rule: 'status and control page are mappable, except as the INFO flags and the architecture say',
    run: (bench) =>
      bench.withStream({}, ({ device }) => {
        const { infoFlags } = device.params;
        const mappable = MAPPABLE_ARCHITECTURES.includes(process.arch);
        const explicitSync = (infoFlags & InfoFlag.EXPLICIT_SYNC) !== 0;
        const syncApplPtr = (infoFlags & InfoFlag.SYNC_APPLPTR) !== 0;
        const status = memoryOf(device).mapStatus();
        const control = memoryOf(device).mapControl();
        const expectedStatus = mappable && !explicitSync ? 'mapped' : 'refused';
        const expectedControl = syncApplPtr ? 'refused' : expectedStatus;
        const text = `status page ${status.kind}, control page ${control.kind}`;
        if (status.kind === expectedStatus && control.kind === expectedControl) return pass(text);
        const flags = [explicitSync && 'EXPLICIT_SYNC', syncApplPtr && 'SYNC_APPLPTR'];
        const set = flags.filter(Boolean).join(', ') || 'neither SYNC_APPLPTR nor EXPLICIT_SYNC';
        return fail(
          `${text}; INFO flags (${set}): expected status ${expectedStatus}, ` +
            `control ${expectedControl}`,
        );
      }),
  },
  /** Judges `snd_pcm_lib_ioctl_channel_info`, or the driver's own answer. */
  {
    name: 'channel-areas',
    rule: 'CHANNEL_INFO gives each channel memory of its own, adjacent if interleaved',
    run: (bench) =>
      bench.withStream({}, ({ device, params }) => {
        const { channels, bufferSize, access } = params;
        const bits = params.format.bytes * 8;
        const infos = Array.from({ length: channels }, (_, channel) => device.channelInfo(channel));
        const wrongStep = infos.findIndex(({ stepBits }) =>
          access === 'MMAP_INTERLEAVED' ? stepBits !== channels * bits : stepBits < bits,
        );
        if (wrongStep >= 0) {
          const { stepBits } = infos[wrongStep]!;
          return fail(`${access}: channel ${wrongStep} has a step of ${stepBits} bits`);
        }
        for (let one = 0; one < channels; one++) {
          for (let other = one + 1; other < channels; other++) {
            if (areDisjoint(infos[one]!, infos[other]!, bits, bufferSize)) continue;
            return fail(`channels ${one} and ${other} share memory`);
          }
        }
        return pass(`${channels} channels, a step of ${infos[0]!.stepBits} bits`);
      }),
  },
  /** Writes appl_ptr unchanged only; changes avail_min and restores it. */
  {
    name: 'sync-ptr-flags',
    rule: 'SYNC_PTR gets what its flags APPL and AVAIL_MIN name, and sets what they leave out',
    run: (bench) =>
      bench.withStream({}, (stream) => {
        const { device, io } = stream;
        stream.prime(io.bufferSize >> 1);
        const first = stream.kernelRecord();
        const [applPtr, availMin] = [first.applPtr(), first.availMin()];
        for (let flags = 0; flags < 8; flags++) {
          const getsApplPtr = (flags & SyncFlag.APPL) !== 0;
          const getsAvailMin = (flags & SyncFlag.AVAIL_MIN) !== 0;
          const other = availMin + 1;
          const answer = callSyncPtr(device, flags, getsApplPtr ? applPtr + 1 : applPtr, other);
          const after = stream.kernelRecord();
          const expected = [applPtr, getsAvailMin ? availMin : other].join(', ');
          const kernel = [after.applPtr(), after.availMin()].join(', ');
          if (answer.join(', ') !== expected || kernel !== expected) {
            return fail(
              `flags ${flags}: expected appl_ptr, avail_min ${expected}; ` +
                `returned ${answer.join(', ')}, the kernel has ${kernel}`,
            );
          }
          callSyncPtr(device, SyncFlag.APPL, 0, availMin);
        }
        return pass('8 combinations of flags');
      }),
  },
  {
    name: 'page-values',
    rule: 'the pages hold what SYNC_PTR returns: state, hw_ptr, appl_ptr, avail_min',
    run: (bench) =>
      bench.onPrepared({ stopThreshold: 'never' }, (stream) => {
        const { io } = stream;
        if (io.status.path !== 'mmap') return skip('the status page is not mapped');
        if (!stream.startMoving()) return skip('hw_ptr does not move');
        for (let count = 0; count < PAGE_READS; count++) {
          const before = io.hwPtr();
          const kernel = stream.kernelRecord();
          const after = io.hwPtr();
          const hwPtr = kernel.hwPtr();
          const isEarlier = signedStep(before, hwPtr, io.boundary) < 0;
          if (isEarlier || signedStep(hwPtr, after, io.boundary) < 0) {
            return fail(`hw_ptr ${before} to ${after} on the page, ${hwPtr} by SYNC_PTR`, before);
          }
          const returned = [kernel.state(), kernel.applPtr(), kernel.availMin()].join(', ');
          const onPages = [PcmState.RUNNING, io.applPtr(), io.control.availMin()].join(', ');
          if (returned !== onPages) {
            const text = `${onPages} on the pages, ${returned} by SYNC_PTR`;
            return fail(`state, appl_ptr, avail_min: ${text}`, before);
          }
          bench.deadline.sleepMs(1);
        }
        return pass(`equal in ${PAGE_READS} reads`);
      }),
  },
  /**
   * The kernel counts data mappings in `mmap_count`. Two openings: alsa-lib treats a refused
   * HW_FREE as done.
   */
  {
    name: 'hw-free',
    rule: 'HW_FREE fails with EBADFD while the ring is mapped, and succeeds after it is unmapped',
    async run(bench) {
      const mapped = await bench.withStream({}, ({ device, io }) => ({
        errno: errnoOf(() => device.hwFree()),
        state: io.state(),
      }));
      if (mapped.errno !== 'EBADFD') {
        return fail(`ring mapped: ${errnoText(mapped.errno)}, state ${stateName(mapped.state)}`);
      }
      return bench.withStream({}, (stream) => {
        stream.io.close();
        const errno = errnoOf(() => stream.device.hwFree());
        if (errno !== undefined) return fail(`ring not mapped: ${errno}`);
        const state = stream.kernelRecord().state();
        if (state !== PcmState.OPEN) return fail(`state ${stateName(state)} after HW_FREE`);
        return pass('EBADFD, then success');
      });
    },
  },
];

/** Calls SYNC_PTR with raw values. Returns its control record: appl_ptr, avail_min. */
function callSyncPtr(
  device: PcmDevice,
  flags: number,
  applPtr: number,
  availMin: number,
): number[] {
  const record = new ArrayBuffer(SYNC_PTR.size);
  new Uint32Array(record, SYNC_PTR.flags, 1)[0] = flags;
  const control = new BigUint64Array(record, SYNC_PTR.control, 2);
  control.set([BigInt(applPtr), BigInt(availMin)]);
  device.syncPtr(record);
  return [Number(control[0]), Number(control[1])];
}

function areDisjoint(one: ChannelInfo, other: ChannelInfo, bits: number, frames: number): boolean {
  const [start, otherStart] = [startBit(one), startBit(other)];
  const end = start + one.stepBits * (frames - 1) + bits;
  const otherEnd = otherStart + other.stepBits * (frames - 1) + bits;
  if (end <= otherStart || otherEnd <= start) return true;
  if (one.stepBits !== other.stepBits) return false;
  // Interleaved: apart within one step.
  const distance = Math.abs(start - otherStart) % one.stepBits;
  return distance >= bits && one.stepBits - distance >= bits;
}

function startBit({ offsetBytes, firstBits }: ChannelInfo): number {
  return offsetBytes * 8 + firstBits;
}
