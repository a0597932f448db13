import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../project.js';

/**
 * Creates a function that compiles a file with another text and returns the first error, if any.
 * The program is read once, and each changed file is checked within it.
 */
export function createCompiler() {
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: ['src'] }, ts.sys, ROOT);
  /** @type {Map<string, string>} */
  const changed = new Map();
  let version = 0;
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getCurrentDirectory: () => ROOT,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [join(ROOT, 'src/index.ts'), ...changed.keys()],
    getScriptVersion: (file) => (changed.has(file) ? `${version}` : '0'),
    getScriptSnapshot: (file) => {
      const text = changed.get(file) ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  /** @type {(file: string, text: string) => string | undefined} */
  const compile = (file, text) => {
    const path = join(ROOT, file);
    changed.clear();
    changed.set(path, text);
    version++;
    const [first] = [
      ...service.getSyntacticDiagnostics(path),
      ...service.getSemanticDiagnostics(path),
    ];
    return first && ts.flattenDiagnosticMessageText(first.messageText, ' ');
  };
  return compile;
}

/** @param {string} file */
export const textOf = (file) => readFileSync(join(ROOT, file), 'utf8');
