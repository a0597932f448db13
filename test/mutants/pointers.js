/** @type {import('./mutants.js').Mutant[]} The arithmetic of pointers, and their 64-bit words. */
export const POINTERS = [
  {
    name: 'wrap-late',
    breaks: 'A pointer that reaches the boundary exactly stays there.',
    file: 'src/core/pointer.ts',
    from: 'if (pointer >= room) return pointer - room;',
    to: 'if (pointer > room) return pointer - room;',
    tests: ['core/pointer'],
  },
  {
    name: 'wrap-a-commit-early',
    breaks: "The seed's fault B2: the pointer wraps one commit early, and is negative then.",
    file: 'src/core/pointer.ts',
    from: 'if (pointer >= room) return pointer - room;',
    to: 'if (pointer + frames >= room) return pointer - room;',
    tests: ['core/pointer'],
  },
  {
    name: 'wrap-late-in-memory',
    breaks: 'The commit that only adds to the word in memory goes on to the boundary itself.',
    file: 'src/core/control.ts',
    from: 'small && moved < boundary &&',
    to: 'small && moved <= boundary &&',
    tests: ['core/mmap-playback', 'core/mmap-capture'],
  },
  {
    name: 'playback-avail-unwrapped-below',
    breaks:
      'Playback: an avail below 0, where appl_ptr is ahead across the boundary, is not put right.',
    file: 'src/core/pointer.ts',
    from: 'return avail < 0 ? wrapNegative(avail, boundary) : avail;\n}\n\n/**\n * Frames a capture',
    to: 'return avail < -boundary ? wrapNegative(avail, boundary) : avail;\n}\n\n/**\n * Frames a capture',
    tests: ['core/pointer', 'core/mmap-playback'],
  },
  {
    name: 'playback-avail-unwrapped-above',
    breaks:
      'Playback: an avail of the boundary and more, where appl_ptr has wrapped, is not put right.',
    file: 'src/core/pointer.ts',
    from: 'if (passed >= room) return passed - room;',
    to: 'if (passed > room) return passed - room;',
    tests: ['core/pointer'],
  },
  {
    name: 'capture-avail-unwrapped',
    breaks: 'Capture: hw_ptr has wrapped and appl_ptr has not, and avail is negative.',
    file: 'src/core/pointer.ts',
    from: 'const avail = hwPtr - applPtr;\n  return avail < 0 ? wrapNegative(avail, boundary) : avail;',
    to: 'const avail = hwPtr - applPtr;\n  return avail < -boundary ? wrapNegative(avail, boundary) : avail;',
    tests: ['core/pointer', 'core/mmap-capture'],
  },
  {
    name: 'avail-rounds-above-2^53',
    breaks: 'A pointer that somebody moved far back makes an avail that is rounded without a word.',
    file: 'src/core/pointer.ts',
    from: 'if (passed > POINTER_LIMIT - bufferSize)',
    to: 'if (passed + bufferSize > POINTER_LIMIT)',
    tests: ['core/whole-range'],
  },
  {
    name: 'avail-negative-beyond-the-boundary',
    breaks:
      'An appl_ptr that somebody moved beyond the boundary makes regions that lie outside the ring.',
    file: 'src/core/pointer.ts',
    from: 'if (boundary <= POINTER_LIMIT && negative + boundary >= 0)',
    to: 'if (boundary <= POINTER_LIMIT)',
    tests: ['core/whole-range'],
  },
  {
    name: 'advance-rounds-above-2^53',
    breaks: 'A pointer that is moved beyond 2^53 is rounded without a word.',
    file: 'src/core/pointer.ts',
    from: 'if (frames > POINTER_LIMIT - pointer) throw pointerOverflow(pointer, frames);',
    to: 'if (frames > 2 * POINTER_LIMIT - pointer) throw pointerOverflow(pointer, frames);',
    tests: ['core/pointer'],
  },
  {
    name: 'load-rounds-above-2^53',
    breaks: 'A word above 2^53 is read as the nearest number.',
    file: 'src/core/pointer-word.ts',
    from: 'if (high >= 0x20_0000) return',
    to: 'if (high >= 0x7fff_0000) return',
    tests: ['core/pointer-word'],
  },
  {
    name: 'load-in-two-halves',
    breaks: 'A pointer is read as two 32-bit halves: it tears where it passes 2^32.',
    file: 'src/core/pointer-word.ts',
    from: '  incoming[0] = words[index]!;\n',
    to: `  const halves = new Uint32Array(words.buffer, words.byteOffset + 8 * index, 2);
  incomingHalves[0] = halves[0]!;
  incomingHalves[1] = halves[1]!;
`,
    tests: ['core/pointer-word'],
  },
  {
    name: 'store-in-two-halves',
    breaks:
      'appl_ptr is stored as two 32-bit halves: every 24.8 hours at 48 kHz the kernel sees half of it.',
    file: 'src/core/pointer-word.ts',
    from: '  words[index] = outgoing[0]!;\n',
    to: `  const halves = new Uint32Array(words.buffer, words.byteOffset + 8 * index, 2);
  halves[0] = outgoingHalves[0]!;
  halves[1] = outgoingHalves[1]!;
`,
    tests: ['core/pointer-word'],
  },
  {
    name: 'add-to-the-low-half',
    breaks: 'A commit adds to the low half of appl_ptr only: nothing is carried over 2^32.',
    file: 'src/core/pointer-word.ts',
    from: '  words[index] = BigInt.asUintN(64, words[index]! + BigInt(frames | 0));\n',
    to: '  new Uint32Array(words.buffer, words.byteOffset + 8 * index, 1)[0]! += frames;\n',
    tests: ['core/pointer-word'],
  },
  {
    name: 'closed-reads-0',
    breaks: 'A pointer of memory that was given back reads 0.',
    file: 'src/core/pointer-word.ts',
    from: `function loadLargeWord(words: Float64Array, high: number, low: number): number {
  if (words.length === 0) throw closedError();`,
    to: `function loadLargeWord(words: Float64Array, high: number, low: number): number {
  if (words.length === 0) return 0;`,
    tests: ['core/pointer-word', 'conformance/closing'],
  },
];
