/** An element of HTML or SVG. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  /** Direct text content, with entities decoded. */
  text: string;
}

const VOID = new Set(['meta', '!doctype']);
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Parses well-formed markup. @throws for an unclosed tag, or a `<` or `&` that is not escaped */
export function parseMarkup(markup: string): Element {
  const root: Element = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  const token = /<(\/?)([\w!-]+)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>|([^<]+)|(<)/g;
  for (const [, end, name, attributes, empty, text, bare] of markup.matchAll(token)) {
    const inside = open[open.length - 1]!;
    if (bare !== undefined) throw new Error(`a bare < in ${inside.name}`);
    if (text !== undefined) {
      inside.text += inside.name === 'style' ? text : plain(text);
    } else if (end === '/') {
      if (inside.name !== name) throw new Error(`</${name}> ends <${inside.name}>`);
      open.pop();
    } else {
      const element = { name: name!, attributes: pairs(attributes!), children: [], text: '' };
      inside.children.push(element);
      if (empty !== '/' && !VOID.has(name!)) open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`<${open[open.length - 1]!.name}> is not closed`);
  return root;
}

/** Returns all descendants with a tag name, in order. */
export function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...all(child, name),
  ]);
}

/** Returns all descendants with a class. */
export function ofClass(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [
    ...(child.attributes.get('class')?.split(' ').includes(name) ? [child] : []),
    ...ofClass(child, name),
  ]);
}

/** Returns an attribute as a number, NaN if it is missing. */
export function numberOf(element: Element, attribute: string): number {
  return Number(element.attributes.get(attribute) ?? Number.NaN);
}

function pairs(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, plain(value!)]),
  );
}

function plain(text: string): string {
  return text.replace(/&[^;\s]*;?/g, (entity) => {
    const character = ENTITIES[entity];
    if (character === undefined) throw new Error(`a bare & in ${text}`);
    return character;
  });
}
