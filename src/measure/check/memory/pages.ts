import { InfoFlag } from '../../../device/abi.js';
import type { PcmDevice } from '../../../device/pcm-device.js';
import { type Check, fail, pass } from '../verdict.js';

/** Kernel: `pcm_status_mmap_allowed`, `pcm_control_mmap_allowed`. */
const SHARING_MACHINES = ['x64', 'ia32', 'ppc', 'ppc64'];

export const pages: Check = {
  name: 'pages',
  holds: 'the status page and the control page are mapped, or refused for what the driver claims',
  run: (bench) =>
    bench.on({}, ({ device }) => {
      const { explicit, byIoctl } = claimsOf(device);
      const status = device.mapStatus();
      const control = device.mapControl();
      const wanted = {
        status: explicit ? 'refused' : 'mapped',
        control: explicit || byIoctl ? 'refused' : 'mapped',
      };
      const text = `status ${status.kind}, control ${control.kind}`;
      if (status.kind === wanted.status && control.kind === wanted.control) return pass(text);
      const claims = [explicit ? 'EXPLICIT_SYNC' : '', byIoctl ? 'SYNC_APPLPTR' : ''].filter(
        Boolean,
      );
      return fail(
        `${text}; by its claims (${claims.join(', ') || 'neither SYNC_APPLPTR nor EXPLICIT_SYNC'}) ` +
          `it has to be status ${wanted.status}, control ${wanted.control}`,
      );
    }),
};

function claimsOf({ params: { infoFlags } }: PcmDevice) {
  const machine = SHARING_MACHINES.includes(process.arch);
  return {
    explicit: !machine || (infoFlags & InfoFlag.EXPLICIT_SYNC) !== 0,
    byIoctl: (infoFlags & InfoFlag.SYNC_APPLPTR) !== 0,
  };
}
