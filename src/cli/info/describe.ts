import { mapStream } from '../../core/map-stream.js';
import { infoFlagNames } from '../../device/abi.js';
import { AlsaMmapError } from '../../device/errors.js';
import { type HardwareDetails, hardwareDetails } from '../../device/hw-refine.js';
import { openDevice, surveyDevice } from '../../device/open.js';
import type { Direction, PcmParams } from '../../device/params.js';
import type { ChannelInfo, PcmDevice, PcmIdentity } from '../../device/pcm-device.js';
import type { ConfigSurvey } from '../../device/survey.js';
import { type OpenStream, readCardFile } from '../../observe/sound-tree.js';
import { parseUsbStream, type UsbDirection } from '../../observe/usb-stream.js';
import { requestFromOptions } from '../device-from-options.js';
import type { DeviceValues } from '../options/common.js';
import { holderOf } from '../status/foreign.js';
import type { ValuePath } from '../status/view.js';

/** Memory of a stream after set-up: what is mapped, and the location of the samples. */
export interface MemoryLayout {
  readonly status: ValuePath;
  readonly control: ValuePath;
  readonly channels: readonly ChannelInfo[];
}

/** One direction of a device. */
export interface DirectionInfo {
  readonly direction: Direction;
  /** Undefined if the device is busy. */
  readonly identity: PcmIdentity | undefined;
  readonly survey: ConfigSurvey | undefined;
  readonly infoFlags: readonly string[] | undefined;
  /** Undefined if the device is busy, or cannot be set up as requested. */
  readonly params: PcmParams | undefined;
  readonly layout: MemoryLayout | undefined;
  /** Undefined for the simulated card as well. */
  readonly hardware: HardwareDetails | undefined;
  /** Stream that keeps the device busy. */
  readonly holder: OpenStream | undefined;
  /** Reason why a part is missing; undefined if none is. */
  readonly missing: string | undefined;
  readonly usb: UsbDirection | undefined;
}

/**
 * Describes one direction of a device: opens it, and of a busy one shows what is visible without.
 * @throws NO_DEVICE, PERMISSION, and BUSY if the stream that holds it is not visible
 */
export async function describeDirection(
  name: string,
  direction: Direction,
  values: DeviceValues,
): Promise<DirectionInfo> {
  let survey: ConfigSurvey;
  try {
    survey = await surveyDevice(name, direction);
  } catch (error) {
    const holder = holderOf(error, direction);
    if (holder === undefined) throw error;
    const owner = holder.owner?.command ?? 'another program';
    const missing = `held by ${owner}: capabilities and layout cannot be read`;
    return { ...UNKNOWN, direction, holder, missing, usb: usbOf(holder, direction) };
  }
  let device: PcmDevice;
  try {
    device = await openDevice(name, requestFromOptions(values, direction));
  } catch (error) {
    if (!(error instanceof AlsaMmapError) || error.code !== 'UNSUPPORTED') throw error;
    return { ...UNKNOWN, direction, survey, missing: error.message };
  }
  try {
    return {
      ...UNKNOWN,
      direction,
      survey,
      identity: device.identity,
      infoFlags: infoFlagNames(device.params.infoFlags),
      params: device.params,
      layout: memoryLayout(device),
      hardware: hardwareDetails(device),
      usb: usbOf(device.identity, direction),
    };
  } finally {
    device.close();
  }
}

const UNKNOWN = {
  identity: undefined,
  survey: undefined,
  infoFlags: undefined,
  params: undefined,
  layout: undefined,
  hardware: undefined,
  holder: undefined,
  missing: undefined,
  usb: undefined,
};

function memoryLayout(device: PcmDevice): MemoryLayout {
  const { channels } = device.params;
  const io = mapStream(device);
  try {
    const pathOf = ({ path, refusal }: typeof io.status | typeof io.control): ValuePath => ({
      path,
      refusal: refusal === undefined ? null : { errno: refusal.errno, reason: refusal.reason },
    });
    return {
      status: pathOf(io.status),
      control: pathOf(io.control),
      channels: Array.from({ length: channels }, (_, channel) => device.channelInfo(channel)),
    };
  } finally {
    io.close();
  }
}

function usbOf(
  { card, device }: Pick<PcmIdentity, 'card' | 'device'>,
  direction: Direction,
): UsbDirection | undefined {
  if (card < 0) return undefined;
  const streams = parseUsbStream(readCardFile(card, `stream${device}`));
  return streams.find((stream) => stream.direction === direction);
}
