import { AlsaMmapError } from './errors.js';

/** A kernel PCM by number or by card id; `subdevice` -1 lets the kernel choose. */
export interface HwName {
  readonly kind: 'hw';
  readonly card: string;
  readonly device: number;
  readonly subdevice: number;
}

export type DeviceName =
  | HwName
  | { readonly kind: 'sim'; readonly name: string }
  /** A name from alsa-lib's configuration, which must lead to a kernel PCM. */
  | { readonly kind: 'alsa'; readonly name: string };

/** Limits of a name that alsa-lib parses: it recurses at each `{` and `[`, without a limit. */
const MAX_LENGTH = 1024;
const MAX_DEPTH = 16;
/** Characters of a refused name that an error repeats. */
const SHOWN_LENGTH = 64;

const HW_KEYS = ['CARD', 'DEV', 'SUBDEV'] as const;
/** A number, or an id in the characters that the kernel allows (sound/core/init.c). */
const CARD_PATTERN = /^[\w-]+$/;

/**
 * Parses `hw:1`, `hw:PCH,0,2`, `hw:CARD=PCH,DEV=0`, the same with `plughw:`, `sim[:...]`, or any
 * other alsa-lib name. `plughw:` adds conversions to the same device, which are not used here.
 * @throws USAGE for an invalid `hw:` name; for a name that is too long or nested too deeply for
 * alsa-lib; for a NUL, which would end the name in C
 */
export function parseDeviceName(name: string): DeviceName {
  if (typeof name !== 'string') throw usageError(typeof name);
  if (name.includes('\0')) throw usageError(name);
  if (name === 'sim' || name.startsWith('sim:')) return { kind: 'sim', name };
  checkLimits(name);
  if (name !== 'hw' && !/^(plug)?hw:/.test(name)) return { kind: 'alsa', name };
  const [card, device, subdevice] = hwArguments(name);
  if (card === undefined || !CARD_PATTERN.test(card)) throw usageError(name);
  return {
    kind: 'hw',
    card,
    device: parseIndex(name, device) ?? 0,
    subdevice: parseIndex(name, subdevice) ?? -1,
  };
}

/** Name as alsa-lib spells it. */
export function formatHwName({ card, device, subdevice }: Omit<HwName, 'kind'>): string {
  return subdevice < 0 ? `hw:${card},${device}` : `hw:${card},${device},${subdevice}`;
}

/** Arguments by position or by key, in the order of HW_KEYS. */
function hwArguments(name: string): (string | undefined)[] {
  const parts = name.slice(name.indexOf('hw:') + 'hw:'.length).split(',');
  if (parts.length > HW_KEYS.length) throw usageError(name);
  const ordered: (string | undefined)[] = [];
  parts.forEach((part, position) => {
    const [key = '', value, more] = part.split('=');
    if (more !== undefined) throw usageError(name);
    const index = value === undefined ? position : HW_KEYS.indexOf(key as (typeof HW_KEYS)[number]);
    if (index < 0) throw usageError(name);
    ordered[index] = value ?? key;
  });
  return ordered;
}

function parseIndex(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,4}$/.test(text)) throw usageError(name);
  return Number(text);
}

/** @throws USAGE */
function checkLimits(name: string): void {
  if (name.length > MAX_LENGTH) {
    throw limitError(name, `at most ${MAX_LENGTH} characters, got ${name.length}`);
  }
  const depth = nestingDepth(name);
  if (depth > MAX_DEPTH) {
    throw limitError(name, `at most ${MAX_DEPTH} levels of brackets, got ${depth}`);
  }
}

/** Levels of `{` and `[` in a name; quoted ones count, too. */
function nestingDepth(name: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of name) {
    if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && depth > 0) depth--;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function limitError(name: string, expected: string): AlsaMmapError {
  const device = shortened(name);
  return new AlsaMmapError('USAGE', `device name "${device}": expected ${expected}`, { device });
}

function usageError(name: string): AlsaMmapError {
  const device = shortened(name);
  return new AlsaMmapError(
    'USAGE',
    `"${device}" is not a device name; expected hw:CARD[,DEV[,SUBDEV]], such as hw:1,0 or hw:PCH`,
    { device },
  );
}

function shortened(name: string): string {
  return name.length > SHOWN_LENGTH ? `${name.slice(0, SHOWN_LENGTH)}...` : name;
}
