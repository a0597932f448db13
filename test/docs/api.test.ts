import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { renderApiDocs } from '../../scripts/api-docs/write.js';
import { ROOT } from '../cli/program.js';
import { exampleRunner, examplesOf } from './page-examples.js';

const PAGES = readdirSync(join(ROOT, 'docs/api')).sort();
/** Examples, not signatures: they import what they use. */
const EXAMPLES = PAGES.flatMap((page) => examplesOf(`docs/api/${page}`, 'ts')).filter(({ code }) =>
  code.startsWith('import'),
);
const run = exampleRunner();

/** Errors of the compiler, by example. */
function compileErrors(): string[] {
  const path = join(ROOT, 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(
    { ...ts.readConfigFile(path, ts.sys.readFile).config, include: [] },
    ts.sys,
    ROOT,
  );
  const file = (index: number) => join(ROOT, `test/docs/example-${index}.ts`);
  const sources = new Map(EXAMPLES.map(({ code }, index) => [file(index), code]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => sources.get(name) ?? readFile.call(host, name);
  host.fileExists = (name) => sources.has(name) || fileExists.call(host, name);
  host.getSourceFile = (name, language, ...more) => {
    const text = sources.get(name);
    if (text === undefined) return getSourceFile.call(host, name, language, ...more);
    return ts.createSourceFile(name, text, language);
  };
  const program = ts.createProgram(
    [...sources.keys()],
    { ...options, noUnusedLocals: false },
    host,
  );
  return EXAMPLES.flatMap(({ where }, index) => {
    const source = program.getSourceFile(file(index));
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return found.map(
      ({ messageText }) => `${where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

/** Output that an example states: the comments after its calls of `console.log`. */
function statedOutput(code: string): string[] {
  return [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]!);
}

describe('the reference of the library', () => {
  it('is what the generator writes, and leaves no public name out', async () => {
    const { pages, missing } = await renderApiDocs();
    expect(missing).toEqual([]);
    expect(PAGES).toEqual([...pages.keys()].sort());
    for (const [name, page] of pages) {
      expect(readFileSync(join(ROOT, 'docs/api', name), 'utf8'), `node scripts/api-docs.js`).toBe(
        page,
      );
    }
  });

  it('has examples that compile', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(35);
    expect(compileErrors()).toEqual([]);
  });

  it.each(EXAMPLES)('$where runs and prints what it states', async ({ code }) => {
    const {
      code: exit,
      signal,
      stdout,
      stderr,
    } = await run(
      ts.transpile(code, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }),
    );
    expect({ exit, signal, stderr }).toEqual({ exit: 0, signal: null, stderr: '' });
    const lines = stdout.split('\n');
    for (const line of statedOutput(code)) expect(lines).toContain(line);
  });
});
