/** The rules of style that a program can check, for all source files. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const FOLDERS = ['src', 'native', 'scripts', 'bench', 'examples', 'test'];
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|js|cc|h)$/.test(file))
    .map((file) => join(folder, file)),
);

interface Line {
  readonly at: string;
  readonly text: string;
}

const LINES: readonly Line[] = FILES.flatMap((file) =>
  readFileSync(join(ROOT, file), 'utf8')
    .split('\n')
    .map((text, index) => ({ at: `${file}:${index + 1}`, text })),
);

const COMMENT = /^\s*(?:\/\*\*?|\*|\/\/\/?)(?: |$)/;
const isComment = ({ text }: Line) => COMMENT.test(text);
/** Lines of tests that may hold a title: a call of `it` or `describe`, or a string of its own. */
const TITLE = /^\s*(?:it\b|describe\b|\]|').*'/;
const MANNERED = words([
  ...['to be had', 'told', 'tells? of', 'ran over or under', 'no talk', 'whoever', 'so many'],
  ...['as many as', 'for ever', 'of its own accord', 'is none', 'of two alike', 'of no use'],
]);

function words(phrases: readonly string[]): RegExp {
  return new RegExp(`\\b(${phrases.join('|')})\\b`, 'i');
}

const isOpening = ({ text }: Line) => /^\s*\/\*\*?\s*$/.test(text);

/** First lines of all comments, without their markers. */
const BEGINNINGS = LINES.filter((line, index) => {
  const before = LINES[index - 1];
  const isFirst = before === undefined || !isComment(before) || isOpening(before);
  return isComment(line) && !isOpening(line) && isFirst;
}).map(({ at, text }) => ({ at, text: text.replace(COMMENT, '') }));

const matching = (lines: readonly Line[], pattern: RegExp) =>
  lines.filter(({ text }) => pattern.test(text)).map(({ at, text }) => `${at}: ${text.trim()}`);

describe('comments', () => {
  const comments = LINES.filter(isComment);

  it('begin with a noun or a verb', () => {
    expect(BEGINNINGS.length).toBeGreaterThan(1000);
    expect(matching(BEGINNINGS, /^(Of|What|How|Where|Whether|Whoever|Whose|To be)\b/)).toEqual([]);
  });

  it('say if or when for a condition, not where', () => {
    const conditional = /\bwhere (it|there|they|one|none|nobody|he|somebody)\b/i;
    expect(matching(comments, conditional)).toEqual([]);
  });

  it('have no mannered phrases', () => {
    expect(matching(comments, MANNERED)).toEqual([]);
  });
});

it('titles of tests have no mannered phrases', () => {
  const titles = LINES.filter(({ at, text }) => at.startsWith('test/') && TITLE.test(text));
  expect(titles.length).toBeGreaterThan(1500);
  expect(matching(titles, MANNERED)).toEqual([]);
});

it('lines have at most 100 columns', () => {
  expect(LINES.filter(({ text }) => text.length > 100).map(({ at }) => at)).toEqual([]);
});

describe('src', () => {
  const source = LINES.filter(({ at }) => at.startsWith('src/'));

  it('has the names of the field', () => {
    const old = words([
      ...['SimNature', 'WorldSide', 'HeardFile', 'PcmOffers', 'Knob', 'StreamSide', 'Shower'],
      ...['CalmEngine', 'ForeignWatch', 'StuckWatch', 'LastLook', 'stopAsked', 'askToStop', 'deed'],
    ]);
    expect(matching(source, old)).toEqual([]);
    expect(matching(source, /\b(WRONG|HEARD)=|\b(least|most)\??:/)).toEqual([]);
  });

  it('has no cast through unknown and no untyped option', () => {
    expect(matching(source, /as unknown as|values\[['"]/)).toEqual([]);
  });
});
