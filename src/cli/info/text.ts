import type { ChalkInstance } from 'chalk';
import type { InfoFlag } from '../../device/abi.js';
import type { HardwareDetails } from '../../device/hw-refine.js';
import type { PcmParams } from '../../device/params.js';
import type { Range } from '../../device/pcm-device.js';
import type { ConfigSurvey } from '../../device/survey.js';
import type { UsbDirection } from '../../observe/usb-stream.js';
import { formatRows, type TextRow } from '../../report/text-rows.js';
import { ownerText, paramsText } from '../foreign/text.js';
import type { ValuePath } from '../status/view.js';
import { stateCell } from '../text/colors.js';
import { printable } from '../text/printable.js';
import type { DirectionInfo, MemoryLayout } from './describe.js';

/** Meaning of each `SNDRV_PCM_INFO_*` flag. */
export const FLAG_MEANINGS: Readonly<Record<keyof typeof InfoFlag, string>> = {
  MMAP: 'the ring can be mapped',
  MMAP_VALID: 'the mapped ring is the one that the hardware uses',
  DOUBLE: 'double buffering is needed',
  BATCH: 'hw_ptr moves in large steps, so it can be a period behind',
  SYNC_APPLPTR: 'each new appl_ptr must be passed by SYNC_PTR; the control page is not shared',
  PERFECT_DRAIN: 'a drain stops exactly after the last frame',
  INTERLEAVED: 'frames of all channels in turn',
  NONINTERLEAVED: 'one area per channel',
  COMPLEX: 'areas of any layout',
  BLOCK_TRANSFER: 'the hardware moves blocks of frames',
  OVERRANGE: 'the hardware reports overload of the converter',
  RESUME: 'a suspended stream can be resumed',
  PAUSE: 'a running stream can be paused',
  HALF_DUPLEX: 'playback and capture exclude each other',
  JOINT_DUPLEX: 'playback and capture share their rate',
  SYNC_START: 'linked streams start together',
  NO_PERIOD_WAKEUP: 'the period interrupts can be disabled',
  EXPLICIT_SYNC: 'the ring needs explicit cache synchronization; no page is shared',
  NO_REWINDS: 'appl_ptr cannot be moved back',
};

/** A device for people: one block per direction. */
export function infoText(
  name: string,
  directions: readonly DirectionInfo[],
  paint: ChalkInstance,
): string {
  return directions.map((one) => directionLines(name, one, paint).join('\n')).join('\n\n');
}

function directionLines(name: string, one: DirectionInfo, paint: ChalkInstance): string[] {
  const description = one.identity === undefined ? '' : `  ${printable(one.identity.description)},`;
  const blocks: TextRow[][] = [
    holderRows(one),
    one.survey === undefined ? [] : surveyRows(one.survey),
    one.params === undefined || one.layout === undefined ? [] : memoryRows(one.params, one.layout),
    one.params === undefined || one.hardware === undefined
      ? []
      : hardwareRows(one.params, one.hardware),
    (one.infoFlags ?? []).map(
      (flag): TextRow => [flag, FLAG_MEANINGS[flag as keyof typeof InfoFlag]],
    ),
    one.usb === undefined ? [] : usbRows(one.usb),
  ];
  return [
    `${paint.bold(printable(one.identity?.name ?? name))}${description} ${one.direction}`,
    ...(one.missing === undefined ? [] : [`  ${paint.yellow(printable(one.missing))}`]),
    ...blocks
      .filter((rows) => rows.length > 0)
      .flatMap((rows, index) => [...(index === 0 ? [] : ['']), ...formatRows(rows, paint)]),
  ];
}

function holderRows({ holder }: DirectionInfo): TextRow[] {
  if (holder === undefined) return [];
  const { name, status, owner } = holder;
  return [[name, stateCell(status.state), ownerText(owner), paramsText(holder)]];
}

function surveyRows(survey: ConfigSurvey): TextRow[] {
  const { channels, channelRange, ratesHz, rateRange } = survey;
  const more = channelRange.max > channels.length && channelRange.max > 64;
  return [
    ['access', '', survey.access.join(' ')],
    ['formats', '', survey.formats.join(' ')],
    ['channels', '', more ? rangeText(channelRange) : integersText(channels)],
    ['rates', '', `${ratesHz.join(' ')} Hz (${rangeText(rateRange)})`],
    ['period_size', '', `${rangeText(survey.periodSize)} frames`],
    ['buffer_size', '', `${rangeText(survey.bufferSize)} frames`],
    ['period wake-up', '', survey.canDisableWakeup ? 'can be disabled' : 'always'],
    ...survey.channelMaps.map(
      ({ type, positions }, index): TextRow => [
        index === 0 ? 'channel map' : '',
        '',
        `${positions.join(' ')} (${type})`,
      ],
    ),
  ];
}

function memoryRows(params: PcmParams, { status, control, channels }: MemoryLayout): TextRow[] {
  const { format, rateHz, access, periodSize, bufferSize } = params;
  const setUp = paramsText({ hwParams: { ...params, format: format.name, rateHz, access } });
  return [
    ['set up as', '', setUp],
    ['status page', '', mappingText(status)],
    ['control page', '', mappingText(control)],
    ['ring', '', `mapped, ${access}, ${bufferSize} frames in ${bufferSize / periodSize} periods`],
    ...channels.map(
      ({ offsetBytes, firstBits, stepBits }, channel): TextRow => [
        `channel ${channel}`,
        '',
        `offset ${offsetBytes} bytes, first ${firstBits} bits, step ${stepBits} bits`,
      ],
    ),
  ];
}

function hardwareRows(
  { format }: PcmParams,
  { significantBits, fifoFrames, syncId }: HardwareDetails,
): TextRow[] {
  const bits = `${significantBits} of ${8 * format.bytes}, the highest`;
  return [
    ['significant bits', '', significantBits === 0 ? 'not stated by the driver' : bits],
    ['FIFO', '', fifoFrames === 0 ? 'not stated by the driver' : `${fifoFrames} frames`],
    ['sync ID', '', syncId ?? 'not stated by the driver, or not by this kernel'],
  ];
}

function mappingText({ refusal }: ValuePath): string {
  return refusal === null ? 'mapped' : `${refusal.reason}; its values come by SYNC_PTR`;
}

function usbRows({ isRunning, momentaryHz, packetBytes, altsettings }: UsbDirection): TextRow[] {
  const running = [
    'running',
    ...(momentaryHz === null ? [] : [`at ${momentaryHz} Hz`]),
    ...(packetBytes === null ? [] : [`in packets of ${packetBytes} bytes`]),
  ].join(' ');
  return [
    ['usb', '', isRunning ? running : 'stopped'],
    ...altsettings.map((one): TextRow => {
      const rates = one.ratesHz.join(one.isContinuous ? ' to ' : ' ');
      const text = `${one.format}, ${one.channels} channels, ${rates} Hz, endpoint ${one.endpoint}`;
      return [`interface ${one.interface}.${one.altset}`, '', printable(text)];
    }),
  ];
}

/** Such as `1 to 8`, or `2 4 6`. */
function integersText(values: readonly number[]): string {
  const [first = 0] = values;
  const isRun = values.length > 2 && values.every((value, index) => value === first + index);
  return isRun ? `${first} to ${values.at(-1)}` : values.join(' ');
}

function rangeText({ min, max }: Range): string {
  return min === max ? String(min) : `${min} to ${max}`;
}
