import { loadAddon } from './addon.js';
import { AlsaDevice } from './alsa-device.js';
import type { NativeBinding, NativePcm, StreamNumber } from './binding.js';
import { type DeviceName, type HwName, hwNameText } from './device-name.js';
import { AlsaMmapError } from './errors.js';
import { nativeCall } from './native-call.js';
import { negotiate } from './negotiate.js';
import { openError } from './open-error.js';
import type { Direction, PcmRequest } from './params.js';

/** The kinds of alsa-lib PCM that may stand between a name and the kernel without converting. */
const TRANSPARENT = new Set(['HW', 'PLUG', 'HOOKS', 'EMPTY', 'ASYM']);

/**
 * Opens a kernel PCM through alsa-lib and sets it up: it is PREPARED afterwards. A name that is not
 * `hw:` is followed to the kernel PCM it leads to, and that is opened, so nothing converts.
 * @throws NO_DEVICE, BUSY (with who holds it), PERMISSION, UNSUPPORTED
 */
export function openAlsa(name: Exclude<DeviceName, { kind: 'sim' }>, request: PcmRequest) {
  const addon = loadAddon();
  const hw = name.kind === 'hw' ? name : followToKernel(addon, name.name, request.direction);
  const pcm = openPcm(addon, hwNameText(hw), request.direction);
  try {
    const space = nativeCall(hwNameText(hw), () => new addon.HwParams(pcm));
    const offers = negotiate(space, request, hwNameText(hw));
    nativeCall(hwNameText(hw), () => space.install());
    return new AlsaDevice(addon, pcm, space, request, offers);
  } catch (error) {
    pcm.close();
    throw error;
  }
}

function openPcm(addon: NativeBinding, name: string, direction: Direction): NativePcm {
  const stream: StreamNumber = direction === 'playback' ? 0 : 1;
  try {
    return new addon.Pcm(name, stream);
  } catch (error) {
    throw openError(name, direction, error as NodeJS.ErrnoException);
  }
}

function followToKernel(addon: NativeBinding, name: string, direction: Direction): HwName {
  const pcm = openPcm(addon, name, direction);
  try {
    const type = nativeCall(name, () => pcm.typeName());
    const info = nativeCall(name, () => pcm.info());
    if (TRANSPARENT.has(type) && info.card >= 0) {
      const { card, device } = info;
      return { kind: 'hw', card: String(card), device, subdevice: -1 };
    }
    throw new AlsaMmapError(
      'UNSUPPORTED',
      `${name} is a ${type} PCM of alsa-lib, not a kernel device: it has no memory to map; ` +
        'name the hardware, such as hw:0',
      { device: name },
    );
  } finally {
    pcm.close();
  }
}
