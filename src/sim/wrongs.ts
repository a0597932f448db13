/** What a driver may do wrong, as `WRONG=NAME:NAME` asks the built-in card for it. */
export const WRONGS = {
  'refuses-format': 'the last format that it offers is refused when it is set up',
  'refuses-channels': 'the most channels that it offers are refused',
  'refuses-rate': 'the highest rate that it offers is refused',
  'refuses-period': 'the longest period that it offers is refused',
  'refuses-buffer': 'the smallest ring that it offers is refused',
  'open-dirty': 'the pointers of a new stream are not 0',
  'ring-dirty': 'the ring of a new stream holds what was in memory before',
  'areas-shared': 'channel 1 lies where channel 0 does',
  'sync-ptr-deaf': 'SYNC_PTR does not take the avail_min that it is given',
  'page-stale': 'the status page lags behind SYNC_PTR by a frame',
  'hw-free-mapped': 'HW_FREE is done though the ring is mapped',
  'boundary-late': 'hw_ptr wraps a period beyond the boundary',
  'stamp-zero': 'there are no timestamps',
  'stamp-realtime': 'the timestamps are of CLOCK_REALTIME',
  'stamp-backward': 'at frame 20000 a timestamp is 5 ms too early',
  'stamp-frozen': 'the timestamp stays as it was at the first update',
  'stamp-ahead': 'the timestamps are 20 ms ahead',
  'stamp-old': 'the timestamp of the first period is a second too early',
  'stamp-left': 'a new stream shows a timestamp before it was started',
  'avail-off': 'STATUS_EXT tells an avail of one frame more',
  'delay-insane': 'STATUS_EXT tells a delay of 7.5e18 frames',
  'trigger-zero': 'STATUS_EXT tells no trigger timestamp',
  'start-fails': 'START is refused with EIO',
  'start-late': 'the DMA starts 600 ms after START',
  'start-empty': 'START is done though there is nothing to play',
  'start-twice': 'START of a running stream is done',
  'prepare-running': 'PREPARE of a running stream is done',
  'prepare-keeps': 'PREPARE leaves the pointers as they were',
  'stop-runs': 'the DMA goes on after DROP',
  'pause-refused': 'INFO claims PAUSE, and it is refused with ENOSYS',
  'pause-runs': 'the DMA goes on while the stream is paused',
  'pause-leaps': 'hw_ptr leaps, at the release, by the time of the pause',
  'pause-stays': 'hw_ptr does not move after the release',
  'drain-early': 'a drain ends at once',
  'drain-never': 'a drain does not end',
  'silence-missing': 'nothing that was played is silenced',
  'xrun-never': 'an xrun is not noticed',
  'xrun-deaf': 'HWSYNC is not refused in XRUN',
  'poll-early': 'poll is ready though avail is below avail_min',
  'poll-never': 'poll is not ready though avail has reached avail_min',
  'poll-calm': 'poll does not tell of an error',
  'wakeup-stays': 'the period interrupts come though they were switched off',
} as const satisfies Record<string, string>;

export type Wrong = keyof typeof WRONGS;
export const WRONG_NAMES = Object.keys(WRONGS) as Wrong[];

/** Names with colons between them; undefined where there is one that is none. */
export function wrongs(text: string): Wrong[] | undefined {
  const names = text.toLowerCase().split(':') as Wrong[];
  return names.every((name) => WRONG_NAMES.includes(name)) ? names : undefined;
}
