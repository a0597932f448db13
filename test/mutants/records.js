/** @type {import('./mutants.js').Mutant[]} Status and control: the pages, and SYNC_PTR in their place. */
export const RECORDS = [
  {
    name: 'sync-ptr-flags-inverted',
    breaks: "The seed's fault B1: what is not given is written to the kernel, as 0.",
    file: 'src/core/sync-ptr-status.ts',
    from: `      (request.applPtr === undefined ? SyncFlag.APPL : 0) |
      (request.availMin === undefined ? SyncFlag.AVAIL_MIN : 0)`,
    to: `      (request.applPtr === undefined ? 0 : SyncFlag.APPL) |
      (request.availMin === undefined ? 0 : SyncFlag.AVAIL_MIN)`,
    tests: ['core/sync-ptr-status'],
  },
  {
    name: 'refresh-writes-avail-min',
    breaks: 'A read by SYNC_PTR writes an old avail_min back.',
    file: 'src/core/sync-ptr-status.ts',
    from: 'this.#ioctl(SyncFlag.APPL | SyncFlag.AVAIL_MIN);',
    to: 'this.#ioctl(SyncFlag.APPL);',
    tests: ['core/paths', 'conformance/sync-ptr'],
  },
  {
    name: 'hwsync-writes-appl-ptr',
    breaks: 'Asking the hardware by SYNC_PTR also writes the appl_ptr that was read before.',
    file: 'src/core/sync-ptr-status.ts',
    from: 'this.#ioctl(SyncFlag.HWSYNC | SyncFlag.APPL | SyncFlag.AVAIL_MIN);',
    to: 'this.#ioctl(SyncFlag.HWSYNC | SyncFlag.AVAIL_MIN);',
    tests: ['core/paths', 'core/mmap-playback', 'stream/timer-wait'],
  },
  {
    name: 'push-of-avail-min-writes-appl-ptr',
    breaks: 'avail_min is pushed together with an appl_ptr that somebody else may have moved.',
    file: 'src/core/sync-ptr-status.ts',
    from: 'this.#ioctl(SyncFlag.APPL);',
    to: 'this.#ioctl(0);',
    tests: ['core/control'],
  },
  {
    name: 'no-fallback-for-status',
    breaks: 'Where the status page is refused, SYNC_PTR is never called: the state stays OPEN.',
    file: 'src/core/status.ts',
    from: "this.#byIoctl = mapping.kind === 'refused';",
    to: 'this.#byIoctl = false;',
    tests: ['core/paths'],
  },
  {
    name: 'no-fallback-for-control',
    breaks:
      'Where the control page is refused, nothing is pushed: the kernel never hears of a commit.',
    file: 'src/core/control.ts',
    from: "this.#byIoctl = mapping.kind === 'refused';",
    to: 'this.#byIoctl = false;',
    tests: ['core/control', 'core/paths'],
  },
  {
    name: 'pages-fall-back-together',
    breaks:
      'A refused control page makes the status record, too, take a system call for each read.',
    file: 'src/core/mmap-io.ts',
    from: 'this.status = new Status(device, this.#sync, options.syncPtr);',
    to: "this.status = new Status(device, this.#sync, this.control.path !== 'mmap');",
    tests: ['core/paths'],
  },
  {
    name: 'appl-ptr-not-pushed',
    breaks: 'A commit without the control page stays in the copy of the record.',
    file: 'src/core/control.ts',
    from: '    if (this.#byIoctl) this.#sync.pushApplPtr(frames);\n',
    to: '',
    tests: ['core/mmap-playback'],
  },
  {
    name: 'avail-min-not-pushed',
    breaks: 'avail_min without the control page stays in the copy of the record.',
    file: 'src/core/control.ts',
    from: '    if (this.#byIoctl) this.#sync.pushAvailMin(frames);\n',
    to: '',
    tests: ['core/control'],
  },
  {
    name: 'avail-min-not-written',
    breaks:
      'avail_min on the mapped page is never written: a stream is woken as the device was opened.',
    file: 'src/core/control.ts',
    from: '    storeWord(this.#words, AVAIL_MIN, frames);\n',
    to: '',
    tests: ['core/control'],
  },
  {
    name: 'avail-min-0',
    breaks: 'An avail_min of 0 is written: poll is ready for ever, a busy loop.',
    file: 'src/core/control.ts',
    from: 'if (!(frames >= 1)) {',
    to: 'if (!(frames >= 0)) {',
    tests: ['core/control'],
  },
  {
    name: 'torn-timestamp',
    breaks: 'A snapshot takes hw_ptr and timestamp as they come, though an update came in between.',
    file: 'src/core/mmap-io.ts',
    from: `        nsec === status.peekHtstampNsec() &&
        sec === status.peekHtstampSec() &&
        hwPtr === status.peekHwPtr()`,
    to: 'attempt >= 0',
    tests: ['core/snapshot'],
  },
  {
    name: 'timestamp-seconds-not-read-again',
    breaks: 'A snapshot looks again at nanoseconds and hw_ptr only.',
    file: 'src/core/mmap-io.ts',
    from: '        sec === status.peekHtstampSec() &&\n',
    to: '',
    tests: ['core/snapshot'],
  },
  {
    name: 'wrong-timestamp',
    breaks: "The audio timestamp's seconds are taken for those of the last pointer update.",
    file: 'src/core/status.ts',
    from: 'const TSTAMP_SEC = MMAP_STATUS.tstampSec / 8;',
    to: 'const TSTAMP_SEC = MMAP_STATUS.audioTstampSec / 8;',
    tests: ['recorded/core'],
  },
  {
    name: 'snapshot-for-ever',
    breaks: 'A pointer that moves all the time keeps a snapshot looking for ever.',
    file: 'src/core/mmap-io.ts',
    from: 'attempt < SNAPSHOT_ATTEMPTS;',
    to: 'attempt < attempt + SNAPSHOT_ATTEMPTS;',
    tests: ['core/snapshot'],
    hangs: true,
  },
  {
    name: 'closed-state-reads-0',
    breaks: 'The state of memory that was given back reads OPEN.',
    file: 'src/core/status.ts',
    from: 'return this.#ints[STATE] ?? this.#throwClosed();',
    to: 'return this.#ints[STATE] ?? 0;',
    tests: ['conformance/closing'],
  },
  {
    name: 'views-outlive-the-memory',
    breaks:
      'Whoever holds views is not told that the memory goes: their next read ends the process, or lies.',
    file: 'src/core/driver-memory.ts',
    from: '      onGone();\n',
    to: '      if (this.byteLength < 0) onGone();\n',
    tests: ['core/driver-memory', 'conformance/closing'],
  },
  {
    name: 'memory-goes-before-its-views',
    breaks: 'The memory is given back first, and its holder told then.',
    file: 'src/device/mapping-set.ts',
    from: `        mapping.onUnmap?.();
        release();`,
    to: `        release();
        mapping.onUnmap?.();`,
    tests: ['device/mapping-set'],
  },
  {
    name: 'ring-outlives-the-device',
    breaks:
      'Closing a device leaves its mappings: the kernel refuses hw_free, and keeps the device busy.',
    file: 'src/device/mapping-set.ts',
    from: 'for (const mapping of this.#live) mapping.unmap();',
    to: 'this.#live.clear();',
    tests: ['device/mapping-set', 'conformance/closing'],
  },
];
