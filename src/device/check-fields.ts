import { didYouMean } from './closest-match.js';
import { AlsaMmapError } from './errors.js';

/** Check of one value that a program passes. */
export interface ValueCheck {
  /** Completes the message "rateHz: expected ...". */
  readonly expected: string;
  accepts(value: unknown): boolean;
  /** Fields of the value, if it is an object. */
  readonly fields?: Readonly<Record<string, ValueCheck>>;
  /** True if the value may not be undefined. */
  readonly required?: true;
}

/** A check for each field of an object; all fields are optional unless `required` is set. */
export type FieldTable<T> = { readonly [K in keyof T]-?: ValueCheck };

/** Longest part of a refused string that an error repeats. */
const SHOWN_LENGTH = 64;

/** Integers from `min` to `max`. */
export function integer(min: number, max: number, unit = ''): ValueCheck {
  return {
    expected: `an integer from ${min} to ${max}${unit && ` (${unit})`}`,
    accepts: (value) => Number.isInteger(value) && isBetween(value, min, max),
  };
}

/** Numbers from `min` to `max`, neither NaN nor infinite. */
export function number(min: number, max: number, unit = ''): ValueCheck {
  return {
    expected: `a number from ${min} to ${max}${unit && ` (${unit})`}`,
    accepts: (value) => isBetween(value, min, max),
  };
}

/** One of a list of words. */
export function oneOf(words: readonly string[]): ValueCheck {
  return {
    expected: `one of ${words.join(', ')}`,
    accepts: (value) => words.some((word) => word === value),
  };
}

export const text: ValueCheck = {
  expected: 'a string without NUL',
  accepts: (value) => typeof value === 'string' && !value.includes('\0'),
};

export const flag: ValueCheck = {
  expected: 'true or false',
  accepts: (value) => typeof value === 'boolean',
};

export const callback: ValueCheck = {
  expected: 'a function',
  accepts: (value) => typeof value === 'function',
};

/** Required objects that have a method. */
export function having(method: PropertyKey, expected: string): ValueCheck {
  const methodOf = (value: unknown) => (value as Record<PropertyKey, unknown> | null)?.[method];
  return { expected, accepts: (value) => typeof methodOf(value) === 'function', required: true };
}

/** Objects with only these fields. */
export function objectOf<T>(fields: FieldTable<T>): ValueCheck {
  return { expected: 'an object', accepts: isObject, fields };
}

/**
 * Checks a value that a program passes, and its fields.
 * @param name subject of the message, such as `options`
 * @throws USAGE, naming the field, what is expected and what was given; for an unknown field with
 * the nearest one
 */
export function checkValue(name: string, value: unknown, check: ValueCheck): void {
  if (value === undefined && check.required !== true) return;
  if (!check.accepts(value)) {
    throw usageError(`${name}: expected ${check.expected}, got ${describeValue(value)}`);
  }
  if (check.fields !== undefined && isObject(value)) checkFields(name, value, check.fields);
}

function checkFields(
  name: string,
  value: object,
  fields: Readonly<Record<string, ValueCheck>>,
): void {
  const known = Object.keys(fields);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, known) || `; expected ${known.join(', ')}`;
    throw usageError(`${name}: unknown field ${describeValue(unknown)}${hint}`);
  }
  for (const [key, check] of Object.entries(fields)) {
    checkValue(`${name}.${key}`, Reflect.get(value, key), check);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBetween(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}

/** A value for people. Nothing of the value is called: its methods belong to the program. */
function describeValue(value: unknown): string {
  if (typeof value === 'string') {
    const shown = value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}...` : value;
    return JSON.stringify(shown);
  }
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
    return String(value);
  }
  return Array.isArray(value)
    ? 'an array'
    : typeof value === 'function'
      ? 'a function'
      : 'an object';
}

function usageError(message: string): AlsaMmapError {
  return new AlsaMmapError('USAGE', message);
}
