import { ReflectionKind } from 'typedoc';
import { commentOf } from './convert.js';

/**
 * @import {
 *   Comment, CommentDisplayPart, DeclarationReflection, SignatureReflection, SomeType, Type,
 *   TypeParameterReflection,
 * } from 'typedoc'
 */

const K = ReflectionKind;
/** @type {readonly (readonly [string, readonly ReflectionKind[]])[]} */
const SECTIONS = [
  ['Functions', [K.Function]],
  ['Classes', [K.Class]],
  ['Constants', [K.Variable]],
  ['Types', [K.Interface, K.TypeAlias]],
];

/**
 * Renders the page of an entry point: a signature, what it does, an example, and the errors.
 * @param {DeclarationReflection} module
 */
export function renderModule(module) {
  const parts = [`# ${module.name}`, text(module.comment?.summary)];
  for (const [title, kinds] of SECTIONS) {
    const entries = (module.children ?? [])
      .filter(({ kind }) => kinds.includes(kind))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    if (entries.length === 0) continue;
    parts.push(`## ${title}`, ...entries.flatMap(renderEntry));
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** @param {DeclarationReflection} entry */
function renderEntry(entry) {
  const comment = commentOf(entry);
  return [
    `### ${entry.name}`,
    code(signature(entry)),
    text(comment?.summary),
    ...tags(entry, comment),
    members(entry),
    ...examples(comment),
  ];
}

/** @param {string} source */
function code(source) {
  return `\`\`\`ts\n${source}\n\`\`\``;
}

/**
 * Text of a comment, one paragraph a line.
 * @param {readonly CommentDisplayPart[]} [parts]
 */
function text(parts = []) {
  const whole = parts.map((part) => part.text).join('');
  return whole
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => (/^[-|]/.test(paragraph) ? paragraph : paragraph.replaceAll('\n', ' ')))
    .join('\n\n');
}

/**
 * @param {Comment | undefined} comment
 * @param {`@${string}`} wanted
 */
function tagText(comment, wanted) {
  return (comment?.blockTags ?? [])
    .filter(({ tag }) => tag === wanted)
    .map(({ content }) => text(content).replace(/\{AlsaMmapError\} */, ''));
}

/**
 * Parameters with a description, the result, and the errors.
 * @param {DeclarationReflection} entry
 * @param {Comment | undefined} comment
 */
function tags(entry, comment) {
  const parameters = (entry.signatures?.[0]?.parameters ?? []).filter((one) => one.comment);
  return [
    parameters.map((one) => `- \`${one.name}\`: ${text(one.comment?.summary)}`).join('\n'),
    ...tagText(comment, '@returns').map((result) => `Returns ${result}.`),
    ...tagText(comment, '@throws').map((errors) => `**Errors:** ${errors}.`),
  ];
}

/** @param {Comment | undefined} comment */
function examples(comment) {
  return (comment?.blockTags ?? [])
    .filter(({ tag }) => tag === '@example')
    .map(({ content }) => content.map((part) => part.text).join(''));
}

/** @param {DeclarationReflection} entry */
function signature(entry) {
  switch (entry.kind) {
    case K.Function:
      return wrap(`function ${callText(entry.name, callOf(entry))}`);
    case K.Class:
      return `${entry.flags.isAbstract ? 'abstract ' : ''}class ${heritage(entry)}`;
    case K.Interface:
      return `interface ${heritage(entry)}`;
    case K.TypeAlias:
      return wrap(`type ${entry.name}${typeParameters(entry)}${aliasText(typeText(entry.type))}`);
    default:
      return wrap(`const ${entry.name}: ${typeText(entry.type)}`);
  }
}

/** @param {DeclarationReflection} entry */
function heritage(entry) {
  /**
   * @param {string} word
   * @param {readonly SomeType[]} [types]
   */
  const list = (word, types = []) =>
    types.length > 0 ? ` ${word} ${types.map((type) => typeText(type))}` : '';
  return (
    entry.name +
    typeParameters(entry) +
    list('extends', entry.extendedTypes) +
    list('implements', entry.implementedTypes)
  );
}

/**
 * A type as one line, with quotes around keys that need them.
 * @param {Type | undefined} type
 */
function typeText(type) {
  const line = String(type ?? 'unknown').replace(/\s+/g, ' ');
  return line.replace(/([{;] )(\w+-[\w-]+):/g, "$1'$2':");
}

/**
 * Nothing for the keys or values of a constant: the description lists them.
 * @param {string} type
 */
function aliasText(type) {
  return type.includes('typeof ') ? '' : ` = ${type}`;
}

/** @param {{ readonly typeParameters?: TypeParameterReflection[] | undefined }} owner */
function typeParameters({ typeParameters: names }) {
  if (names === undefined) return '';
  return `<${names.map((one) => one.name + (one.type ? ` extends ${one.type}` : '')).join(', ')}>`;
}

/**
 * The call of a function or a method.
 * @param {DeclarationReflection} entry
 */
function callOf({ name, signatures: [call] = [] }) {
  if (call === undefined) throw new Error(`${name} has no signature`);
  return call;
}

/**
 * @param {string} name
 * @param {SignatureReflection} call
 */
function callText(name, call) {
  const parameters = (call.parameters ?? []).map((one) => {
    const optional = one.flags.isOptional || one.defaultValue !== undefined;
    return `${one.name}${optional ? '?' : ''}: ${typeText(one.type)}`;
  });
  return `${name}${typeParameters(call)}(${parameters.join(', ')}): ${typeText(call.type)}`;
}

/**
 * Breaks a signature of more than 100 columns at its outer separators.
 * @param {string} line
 */
function wrap(line) {
  if (line.length <= 100) return line;
  if (line.startsWith('function')) {
    return line.replace(/\((.*)\): /, (_, inner) => {
      const parameters = String(inner)
        .split(/, (?=\w+\??: )/)
        .map((one) => `  ${one},\n`);
      return `(\n${parameters.join('')}): `;
    });
  }
  const lines = line.replace(/\{ /, '{\n  ').replace(/ \}$/, ';\n}');
  return lines.replaceAll('; ', ';\n  ').replaceAll(' | ', '\n  | ');
}

/**
 * List of the members that a class or an interface declares itself, with a line for each.
 * @param {DeclarationReflection} entry
 */
function members(entry) {
  if (entry.kind !== K.Class && entry.kind !== K.Interface) return '';
  const own = (entry.children ?? []).filter((one) => !one.inheritedFrom);
  return own.map((one) => memberLine(entry, one)).join('\n');
}

/**
 * @param {DeclarationReflection} entry
 * @param {DeclarationReflection} member
 */
function memberLine(entry, member) {
  const comment = commentOf(member);
  const throws = tagText(comment, '@throws').map((errors) => `Errors: ${errors}.`);
  const returns = tagText(comment, '@returns').map((result) => `Returns ${result}.`);
  const description = [text(comment?.summary).replaceAll('\n\n', ' '), ...returns, ...throws]
    .filter((part) => part !== '')
    .join(' ');
  return `- \`${memberSignature(entry, member)}\`${description === '' ? '' : `: ${description}`}`;
}

/**
 * @param {DeclarationReflection} entry
 * @param {DeclarationReflection} member
 */
function memberSignature(entry, member) {
  const call = member.signatures?.[0];
  const name = member.name.replace(/^\[(\w+)\]$/, '[Symbol.$1]');
  if (member.kind === K.Constructor)
    return callText('new ', callOf(member))
      .replace('new (', `new ${entry.name}(`)
      .replace(/: [^:]*$/, '');
  if (call !== undefined) return (member.flags.isStatic ? 'static ' : '') + callText(name, call);
  const type = member.type ?? member.getSignature?.type;
  return `${name}${member.flags.isOptional ? '?' : ''}: ${typeText(type)}`;
}
