import { loadAddon } from './addon.js';
import { AlsaDevice } from './alsa-device.js';
import type { NativeBinding, NativePcm } from './binding.js';
import { checkValue } from './check-fields.js';
import { type DeviceName, formatHwName, type HwName } from './device-name.js';
import { deviceError } from './errors.js';
import { callNative } from './kernel-error.js';
import { withLoopbackPeer } from './loopback-peer.js';
import { negotiate } from './negotiate.js';
import { openError } from './open-error.js';
import type { Direction, PcmRequest } from './params.js';
import { REQUEST } from './request-fields.js';
import { type ConfigSurvey, surveySpace } from './survey.js';

type KernelName = Exclude<DeviceName, { kind: 'sim' }>;

/** Types of alsa-lib PCMs between a name and the kernel that do not convert. */
const NON_CONVERTING_TYPES = new Set(['HW', 'PLUG', 'HOOKS', 'EMPTY', 'ASYM']);

/**
 * Opens a kernel PCM through alsa-lib and sets it up; it is then PREPARED. A name other than `hw:`
 * is followed to the kernel PCM it leads to, and that is opened, so that nothing converts.
 * @throws USAGE, NO_DEVICE, BUSY (with its owner), PERMISSION, UNSUPPORTED
 */
export function openAlsaDevice(name: KernelName, request: PcmRequest) {
  checkValue('request', request, REQUEST);
  const addon = loadAddon();
  const hw = name.kind === 'hw' ? name : resolveToHw(addon, name.name, request.direction);
  const hwName = formatHwName(hw);
  const pcm = openPcm(addon, hwName, hw, request.direction);
  try {
    return setUp(addon, pcm, request, hwName);
  } catch (error) {
    pcm.close();
    throw error;
  }
}

function setUp(addon: NativeBinding, pcm: NativePcm, request: PcmRequest, hwName: string) {
  const info = callNative(hwName, () => pcm.info());
  try {
    const space = callNative(hwName, () => new addon.HwParams(pcm));
    const capabilities = negotiate(space, request, hwName);
    callNative(hwName, () => space.install());
    return callNative(hwName, () => new AlsaDevice(addon, pcm, space, request, capabilities));
  } catch (error) {
    throw withLoopbackPeer(error, { ...info, direction: request.direction });
  }
}

/** Opens a kernel PCM without setting it up, and returns every configuration that it accepts. */
export function surveyAlsaDevice(name: KernelName, direction: Direction): ConfigSurvey {
  const addon = loadAddon();
  const hw = name.kind === 'hw' ? name : resolveToHw(addon, name.name, direction);
  const hwName = formatHwName(hw);
  const pcm = openPcm(addon, hwName, hw, direction);
  try {
    return callNative(hwName, () => surveySpace(new addon.HwParams(pcm), pcm.channelMaps()));
  } finally {
    pcm.close();
  }
}

function openPcm(
  addon: NativeBinding,
  name: string,
  hw: HwName | undefined,
  direction: Direction,
): NativePcm {
  try {
    return new addon.Pcm(name, direction === 'playback' ? 0 : 1);
  } catch (error) {
    throw openError({ name, hw, direction, cause: error as NodeJS.ErrnoException });
  }
}

function resolveToHw(addon: NativeBinding, name: string, direction: Direction): HwName {
  const pcm = openPcm(addon, name, undefined, direction);
  try {
    const type = callNative(name, () => pcm.typeName());
    const info = callNative(name, () => pcm.info());
    if (NON_CONVERTING_TYPES.has(type) && info.card >= 0) {
      const { card, device } = info;
      return { kind: 'hw', card: String(card), device, subdevice: -1 };
    }
    const reason = `no memory to map: alsa-lib's ${type} PCM is not a kernel device`;
    throw deviceError('UNSUPPORTED', name, `${reason}; use the hardware, such as hw:0`);
  } finally {
    pcm.close();
  }
}
