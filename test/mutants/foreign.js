/**
 * Faults in what is read of the streams of other processes.
 * @type {import('./mutants.js').Mutant[]}
 */
export const FOREIGN = [
  {
    name: 'streams-of-a-process-confused',
    breaks: 'Of several streams that a process has mapped the first is taken.',
    file: 'src/observe/owner-pages.ts',
    in: 'onlyOne',
    from: 'first?.isSameAs(other)',
    to: 'first !== other',
    tests: ['observe/owner-pages'],
  },
  {
    name: 'streams-compared-with-old-pointers',
    breaks: 'Of several streams none is found once the pointers have moved by a buffer.',
    file: 'src/observe/owner-pages.ts',
    in: 'find',
    from: 'readStatus(stream, procRoot) ?? stream.status',
    to: 'stream.status',
    tests: ['observe/owner-pages'],
  },
  {
    name: 'rings-of-two-streams-confused',
    breaks: 'Of the rings of two streams of a process the first is tapped.',
    file: 'src/observe/owner-ring.ts',
    in: 'hasOtherStreams',
    from: 'other.subdevice !== subdevice',
    to: 'other.subdevice === -1',
    tests: ['observe/owner-ring'],
  },
  {
    name: 'torn-pages-accepted',
    breaks: 'A copy that the kernel changed meanwhile is taken for consistent.',
    file: 'src/observe/page-copy.ts',
    in: 'fill',
    from: 'statusAt(status).equals(statusAt(secondStatus))',
    to: 'statusAt(status).equals(statusAt(status))',
    tests: ['observe/owner-pages'],
  },
  {
    name: 'wrap-counted-as-restart',
    breaks: 'A wrap of hw_ptr at the boundary counts as a restart.',
    file: 'src/observe/xrun-counter.ts',
    in: 'isRestart',
    from: 'back < boundary / 2',
    to: 'back < boundary',
    tests: ['observe/stream-monitor'],
  },
  {
    name: 'silence-before-the-source-compared',
    breaks: 'Silence before the start of the source is searched for beyond its first frame.',
    file: 'src/audio/align-samples.ts',
    in: 'silenceBefore',
    from: 'Math.min(limit, frame)',
    to: 'frame',
    tests: ['audio/compare-samples'],
  },
];
