import { join } from 'node:path';
import { Application, ReflectionKind } from 'typedoc';
import { ROOT } from '../project.js';

/** Entry points of the library, in the order of the pages. */
export const ENTRIES = ['index', 'direct', 'wav', 'sim', 'midi'];

/** @import { Comment, DeclarationReflection } from 'typedoc' */

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
    excludeInternal: true,
    // `npm run typecheck` reports errors.
    skipErrorChecking: true,
    sort: ['source-order'],
    logLevel: 'None',
  });
  const modules = (await app.convert())?.children ?? [];
  return ENTRIES.map((entry) => {
    const module = modules.find(({ name }) => name === moduleName(entry));
    if (module === undefined) throw new Error(`src/${entry}.ts has no model; run a type check`);
    return module;
  });
}

/**
 * Name by which a program imports an entry point.
 * @param {string} entry
 */
export function moduleName(entry) {
  return entry === 'index' ? 'alsa-mmap' : `alsa-mmap/${entry}`;
}

/**
 * Docstring of a declaration, which TypeDoc keeps at its signature, getter or type.
 * @param {DeclarationReflection} reflection
 * @returns {Comment | undefined}
 */
export function commentOf(reflection) {
  return (
    reflection.comment ??
    reflection.signatures?.[0]?.comment ??
    reflection.getSignature?.comment ??
    reflection.setSignature?.comment
  );
}

/**
 * Public names without a docstring, and functions and classes without an example.
 * @param {readonly DeclarationReflection[]} modules
 */
export function findMissing(modules) {
  /** @type {string[]} */
  const missing = [];
  for (const module of modules) {
    for (const one of module.children ?? []) {
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
