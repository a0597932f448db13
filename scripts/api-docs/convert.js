import { join } from 'node:path';
import { Application, ReflectionKind } from 'typedoc';
import { ROOT } from '../project.js';

/** Entry points of the library, in the order of the pages. */
export const ENTRIES = ['index', 'direct', 'wav', 'sim', 'midi'];

const K = ReflectionKind;
/** Declarations that need a docstring: all exports, and what can be called. */
const DOCUMENTED = ['Function', 'Class', 'Interface', 'TypeAlias', 'Variable', 'Method'];
/** Calls that a class has for the language; their names explain them. */
const WELL_KNOWN = ['[iterator]', '[asyncIterator]', '[dispose]', '[asyncDispose]'];

/** Reads the docstrings: one module of TypeDoc's model for each entry point. */
export async function convertApi() {
  const app = await Application.bootstrap({
    entryPoints: ENTRIES.map((entry) => join(ROOT, `src/${entry}.ts`)),
    tsconfig: join(ROOT, 'scripts/build/tsconfig.types.json'),
    plugin: [],
    readme: 'none',
    disableGit: true,
    disableSources: true,
    excludePrivate: true,
    excludeProtected: true,
    excludeExternals: true,
    // `npm run typecheck` reports errors.
    skipErrorChecking: true,
    sort: ['source-order'],
    logLevel: 'None',
  });
  const project = await app.convert();
  return ENTRIES.map((entry) => project.children.find(({ name }) => name === moduleName(entry)));
}

/** Name by which a program imports an entry point. */
export function moduleName(entry) {
  return entry === 'index' ? 'alsa-mmap' : `alsa-mmap/${entry}`;
}

/** Docstring of a declaration, which TypeDoc keeps at its signature, getter or type. */
export function commentOf(reflection) {
  return (
    reflection.comment ??
    reflection.signatures?.[0]?.comment ??
    reflection.getSignature?.comment ??
    reflection.setSignature?.comment
  );
}

/** Public names without a docstring, and functions and classes without an example. */
export function findMissing(modules) {
  const missing = [];
  for (const module of modules) {
    for (const one of module.children) {
      const name = `${module.name}: ${one.name}`;
      const comment = commentOf(one);
      if (comment === undefined) missing.push(`${name} has no docstring`);
      const isCallable = one.kind === K.Function || one.kind === K.Class;
      if (isCallable && !comment?.blockTags.some(({ tag }) => tag === '@example')) {
        missing.push(`${name} has no @example`);
      }
      for (const member of one.children ?? []) {
        const needsOne = DOCUMENTED.includes(K[member.kind]) || member.kind === K.Accessor;
        if (!needsOne || WELL_KNOWN.includes(member.name) || member.inheritedFrom) continue;
        if (commentOf(member) === undefined)
          missing.push(`${name}.${member.name} has no docstring`);
      }
    }
  }
  return missing;
}
