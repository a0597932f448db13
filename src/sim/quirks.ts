import type { PcmParams } from '../device/params.js';
import type { PcmCapabilities } from '../device/pcm-device.js';

/** Driver faults that `QUIRK=NAME:NAME` plants in the simulated card, with their descriptions. */
export const QUIRKS = {
  'refuses-format': 'the last supported format is refused at set-up',
  'refuses-channels': 'the maximum number of channels is refused',
  'refuses-rate': 'the maximum rate is refused',
  'refuses-period': 'the maximum period size is refused',
  'refuses-buffer': 'the minimum buffer size is refused',
  'pointers-not-reset': 'the pointers of a new stream are not 0',
  'ring-not-cleared': 'the ring of a new stream holds earlier memory contents',
  'areas-overlap': 'channel 1 overlaps channel 0',
  'sync-ptr-ignores-avail-min': 'SYNC_PTR ignores a new avail_min',
  'status-page-lags': 'the status page lags behind SYNC_PTR by a frame',
  'hw-free-mapped': 'HW_FREE succeeds while the ring is mapped',
  'wrap-late': 'hw_ptr wraps a period beyond the boundary',
  'timestamp-zero': 'timestamps are 0',
  'timestamp-realtime': 'timestamps are read from CLOCK_REALTIME',
  'timestamp-backward': 'at frame 20000 a timestamp is 5 ms too early',
  'timestamp-frozen': 'the timestamp does not change after the first update',
  'timestamp-ahead': 'timestamps are 20 ms ahead',
  'timestamp-old-at-start': 'the timestamp of the first period is 1 s too early',
  'timestamp-not-cleared': 'a new stream has a timestamp before it is started',
  'avail-off-by-one': 'STATUS_EXT reports an avail of one frame more',
  'delay-implausible': 'STATUS_EXT reports a delay of 7.5e18 frames',
  'delay-grows-by-pause': 'each PAUSE adds 480 frames to the delay of STATUS_EXT',
  'trigger-timestamp-zero': 'STATUS_EXT reports a trigger timestamp of 0',
  'trigger-timestamp-kept': 'DROP does not change the trigger timestamp',
  'start-fails': 'START fails with EIO',
  'start-late': 'the DMA engine starts 600 ms after START',
  'start-burst': 'each START moves hw_ptr 2400 frames ahead of time',
  'start-empty': 'START succeeds with an empty ring',
  'start-twice': 'START of a running stream succeeds',
  'prepare-running': 'PREPARE of a running stream succeeds',
  'prepare-keeps-dma': 'PREPARE resets the pointers, but not the position of the DMA engine',
  'prepare-keeps-pointers': 'PREPARE does not reset the pointers',
  'drop-keeps-running': 'the DMA engine runs on after DROP',
  'pause-refused': 'INFO PAUSE is set, but PAUSE fails with ENOSYS',
  'pause-keeps-running': 'the DMA engine runs on while the stream is paused',
  'pause-suspends': 'a paused stream is suspended after 20 ms',
  'pause-resume-runs': 'RESUME of a stream that was suspended while paused lets it run',
  'pause-resume-stalls': 'hw_ptr does not move after the release of such a stream',
  'pause-release-jumps': 'at the release hw_ptr jumps by the time of the pause',
  'pause-release-stalls': 'hw_ptr does not move after the release',
  'drain-early': 'a drain ends at once',
  'drain-never': 'a drain does not end',
  'silence-missing': 'played frames are not silenced',
  'xrun-never': 'an xrun is not detected',
  'hwsync-ignores-xrun': 'HWSYNC succeeds in XRUN',
  'poll-early': 'poll returns while avail is below avail_min',
  'poll-never': 'poll does not return when avail reaches avail_min',
  'poll-hides-error': 'poll does not set POLLERR',
  'interrupts-lost': 'every second period interrupt is lost',
  'period-wakeup-always': 'period interrupts come although they are disabled',
  'channels-swapped': 'the first two channels are played in exchange',
  'channels-rotate-at-xrun': 'PREPARE after an xrun shifts the DMA by one more sample',
  'channel-duplicated': 'the last channel plays the samples of the first',
  'channel-late': 'the last channel is played a frame late',
  'channel-silent': 'the last channel is not played',
  'channel-inverted': 'the last channel is played inverted',
} as const satisfies Record<string, string>;

/** Name of a quirk: a key of `QUIRKS`. */
export type Quirk = keyof typeof QUIRKS;
export const QUIRK_NAMES = Object.keys(QUIRKS) as Quirk[];

/** True if a quirk refuses these parameters although they are in the capabilities. */
export function isRefusedByQuirk(
  quirks: readonly Quirk[],
  { formats, channels, rateHz, periodSize, bufferSize }: PcmCapabilities,
  params: PcmParams,
): boolean {
  const refused: Partial<Record<Quirk, boolean>> = {
    'refuses-format': params.format.name === formats.at(-1),
    'refuses-channels': params.channels === channels.max,
    'refuses-rate': params.rateHz === rateHz.max,
    'refuses-period': params.periodSize === periodSize.max,
    'refuses-buffer': params.bufferSize === bufferSize.min,
  };
  return quirks.some((name) => refused[name] === true);
}

/** Approximate offset from CLOCK_MONOTONIC to CLOCK_REALTIME. */
const REALTIME_NS = 1.7e18;
const BACKWARD_FRAME = 20_000;

/** An update of hw_ptr: old and new position in frames since PREPARE, and its time. */
interface PointerUpdate {
  readonly fromFrames: number;
  readonly toFrames: number;
  readonly nowNs: number;
  /** Timestamp of the update before. */
  readonly previousNs: number;
  readonly periodSize: number;
}

/** Timestamp of an update: its time, unless a quirk changes it. */
export function pointerTimestampNs(quirks: readonly Quirk[], update: PointerUpdate): number {
  const { nowNs, previousNs, fromFrames, toFrames, periodSize } = update;
  if (quirks.length === 0) return nowNs;
  if (quirks.includes('timestamp-zero')) return 0;
  if (quirks.includes('timestamp-realtime')) return nowNs + REALTIME_NS;
  if (quirks.includes('timestamp-ahead')) return nowNs + 20e6;
  if (quirks.includes('timestamp-frozen') && previousNs > 0) return previousNs;
  if (quirks.includes('timestamp-old-at-start') && toFrames <= periodSize) return nowNs - 1e9;
  const passes = fromFrames < BACKWARD_FRAME && toFrames >= BACKWARD_FRAME;
  return quirks.includes('timestamp-backward') && passes ? previousNs - 5e6 : nowNs;
}
