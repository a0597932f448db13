/** The rules of style that a program can check, for source files, Markdown and manual pages. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const FOLDERS = ['src', 'native', 'scripts', 'bench', 'examples', 'test'];

interface Line {
  readonly at: string;
  readonly text: string;
}

function filesIn(folder: string, pattern: RegExp, recursive = true): string[] {
  return readdirSync(join(ROOT, folder), { recursive, encoding: 'utf8' })
    .filter((file) => pattern.test(file))
    .map((file) => join(folder, file));
}

function linesOf(files: readonly string[]): Line[] {
  return files.flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .map((text, index) => ({ at: `${file}:${index + 1}`, text })),
  );
}

const SOURCES = /\.(ts|js|cc|h)$/;
const LINES = linesOf([
  ...filesIn('.', SOURCES, false),
  ...FOLDERS.flatMap((folder) => filesIn(folder, SOURCES)),
]);
const MANUAL = linesOf(filesIn('man', /\.1$/));
/** Lines of Markdown; docs/api is generated from comments. */
const MARKDOWN = linesOf([
  ...[...filesIn('.', /\.md$/, false), ...filesIn('docs', /\.md$/, false)],
  ...[...filesIn('examples', /\.md$/), ...filesIn('scripts', /\.md$/)],
]);

const COMMENT = /^\s*(?:\/\*\*?|\*|\/\/\/?)(?: |$)/;
const isComment = ({ text }: Line) => COMMENT.test(text);
/** Lines of tests that may hold a title: a call of `it` or `describe`, or a string of its own. */
const TITLE = /^\s*(?:it\b|describe\b|\]|').*'/;
const MANNERED = words([
  ...['to be had', 'told', 'tells? of', 'ran over or under', 'no talk', 'whoever', 'so many'],
  ...['as many as', 'for ever', 'of its own accord', 'is none', 'of two alike', 'of no use'],
  ...['at its leisure', 'turn of the loop', 'asked of', 'but for', 'wherever', 'is to be'],
  ...['be of use', 'at the least', 'low-water'],
]);
const CONDITIONAL_WHERE =
  /\b[Ww]here (it|there|they|one|none|nobody|he|somebody)\b|(^|[-.:;] )Where the\b/;
const OLD_NAMES = words([
  ...['SimNature', 'WorldSide', 'HeardFile', 'PcmOffers', 'Knob', 'StreamSide', 'Shower'],
  ...['CalmEngine', 'ForeignWatch', 'StuckWatch', 'LastLook', 'stopAsked', 'askToStop', 'deed'],
]);
const OLD_KEYS = /\b(WRONG|HEARD)=/;

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
    expect(matching(comments, CONDITIONAL_WHERE)).toEqual([]);
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
    expect(matching(source, OLD_NAMES)).toEqual([]);
    expect(matching(source, OLD_KEYS)).toEqual([]);
    expect(matching(source, /\b(least|most)\??:/)).toEqual([]);
  });

  it('has no cast through unknown and no untyped option', () => {
    expect(matching(source, /as unknown as|values\[['"]/)).toEqual([]);
  });
});

describe.each([
  { kind: 'Markdown', lines: MARKDOWN, minLines: 1200 },
  { kind: 'the manual', lines: MANUAL, minLines: 1900 },
])('$kind', ({ lines, minLines }) => {
  it('has no mannered phrases', () => {
    expect(lines.length).toBeGreaterThan(minLines);
    expect(matching(lines, MANNERED)).toEqual([]);
  });

  it('says if or when for a condition, not where', () => {
    const places = /\b(goes on|continues) where it\b|\| where it runs \|/;
    const others = lines.filter(({ text }) => !places.test(text));
    expect(matching(others, CONDITIONAL_WHERE)).toEqual([]);
  });

  it('has the names of the field', () => {
    expect(matching(lines, OLD_NAMES)).toEqual([]);
    expect(matching(lines, OLD_KEYS)).toEqual([]);
    expect(matching(lines, /\b(ns|us|ms), (least|most)\b/)).toEqual([]);
  });
});

it('lines of the manual have at most 100 columns', () => {
  expect(MANUAL.filter(({ text }) => text.length > 100).map(({ at }) => at)).toEqual([]);
});

it('paragraphs of Markdown are one line, or lines of at most 100 columns', () => {
  let isCode = false;
  const prose = MARKDOWN.filter(({ text }) => {
    const isFence = text.startsWith('```');
    if (isFence) isCode = !isCode;
    return !isCode && !isFence;
  });
  const isText = (line: Line | undefined) => line !== undefined && /^[^|#<!]/.test(line.text);
  /** True if a line continues the paragraph or the list item of the one before. */
  const continues = (index: number) =>
    isText(prose[index]) && isText(prose[index - 1]) && !/^\s*(-|\d+\.) /.test(prose[index]!.text);
  const tooLong = prose.filter(
    (line, index) =>
      isText(line) && line.text.length > 100 && (continues(index) || continues(index + 1)),
  );
  expect(tooLong.map(({ at }) => at)).toEqual([]);
});
