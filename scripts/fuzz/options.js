const USAGE = 'npm run fuzz -- TARGET [--seconds N] [--seed N]';

/** Parses the words; returns the options, or the problem with them. */
export function parseFuzzWords(words, names) {
  const asked = { name: undefined, seconds: 60, seed: Date.now() % 2 ** 32 };
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === '--seconds' || word === '--seed') {
      const value = Number(words[++at]);
      if (!(value > 0)) return `fuzz: ${word} takes a number above 0; ${USAGE}`;
      asked[word.slice(2)] = value;
    } else if (names.includes(word)) asked.name = word;
    else return `fuzz: no target "${word}"; there are ${names.join(', ')}; ${USAGE}`;
  }
  return asked.name === undefined ? `fuzz: name one of ${names.join(', ')}; ${USAGE}` : asked;
}
