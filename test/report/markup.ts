/** An element of HTML or SVG, as far as the tests look. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  /** The text right inside it, with its entities as characters. */
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

/** The tree of well-formed markup; throws where a tag is not closed, or a `<` or `&` stands bare. */
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

/** Every element of that name below, in order. */
export function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...all(child, name),
  ]);
}

/** Every element of that class below. */
export function ofClass(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [
    ...(child.attributes.get('class')?.split(' ').includes(name) ? [child] : []),
    ...ofClass(child, name),
  ]);
}

/** An attribute as a number. */
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
