/** @type {import('./mutants.js').Mutant[]} Sample formats and WAV files. */
export const SAMPLES = [
  {
    name: 'unsigned-silence-0',
    breaks: 'Silence of U8 is 0: the lowest value, a click and a DC offset.',
    file: 'src/audio/sample-scale.ts',
    from: 'silence: middle,',
    to: 'silence: 0 * middle,',
    tests: ['audio/codec'],
  },
  {
    name: 'full-scale-overflows',
    breaks: 'A sample of +1.0 becomes the most negative value.',
    file: 'src/audio/sample-scale.ts',
    from: 'if (scaled >= max) return max;',
    to: 'if (scaled > scale) return max;',
    tests: ['audio/codec'],
  },
  {
    name: 'wav-sizes-stale',
    breaks:
      'The header of a file that is being written keeps its first sizes: a killed recording reads empty.',
    file: 'src/audio/wav-writer.ts',
    from: 'this.#put(wavHeader(this.#params, this.#wholeBytes), 0);',
    to: 'this.#put(wavHeader(this.#params, 0), 0);',
    tests: ['audio/wav-writer'],
  },
  {
    name: 'wav-partial-frame-kept',
    breaks: 'A finished file ends inside a frame.',
    file: 'src/audio/wav-writer.ts',
    from: 'if (dataBytes < this.#dataBytes) this.#sink.truncate(end);',
    to: 'if (dataBytes > this.#dataBytes) this.#sink.truncate(end);',
    tests: ['audio/wav-writer'],
  },
  {
    name: 'rf64-too-late',
    breaks: 'A file whose size is 2^32, which no 32 bits hold, is to stay a RIFF file.',
    file: 'src/audio/wav-header.ts',
    from: 'if (riffBytes >= SIZE_UNKNOWN)',
    to: 'if (riffBytes > SIZE_UNKNOWN + 1)',
    tests: ['audio/wav-header'],
  },
  {
    name: 'rf64-by-the-samples-alone',
    breaks:
      'What a file holds besides its samples is not counted: the size of one just below 4 GiB overflows.',
    file: 'src/audio/wav-header.ts',
    from: 'if (riffBytes >= SIZE_UNKNOWN)',
    to: 'if (dataBytes >= SIZE_UNKNOWN)',
    tests: ['audio/wav-header'],
  },
];
