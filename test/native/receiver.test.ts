import { describe, expect, it } from 'vitest';
import type { NativeHwParams, NativePcm } from '../../src/device/binding.js';
import { native } from './addon.js';

const pcm = new native.Pcm('null', 0);
const space = new native.HwParams(pcm);

function methodsOf(type: { prototype: object }): [string, () => unknown][] {
  return Object.getOwnPropertyNames(type.prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => [name, (type.prototype as Record<string, () => unknown>)[name]!]);
}

const strangers: [string, unknown][] = [
  ['undefined', undefined],
  ['a number', 1],
  ['an object', {}],
  ['a mapping', new ArrayBuffer(8)],
  ['the prototype itself', native.Pcm.prototype],
  ['an object that inherits from the prototype', Object.create(native.Pcm.prototype)],
  ['a proxy', new Proxy(pcm, {})],
];

describe('a method called on another object', () => {
  it.each(methodsOf(native.Pcm))('Pcm.%s is a TypeError', (_, method) => {
    for (const [, stranger] of strangers) {
      expect(() => Reflect.apply(method, stranger, [])).toThrow(TypeError);
    }
    expect(() => Reflect.apply(method, space, [])).toThrow(TypeError);
  });

  it.each(methodsOf(native.HwParams))('HwParams.%s is a TypeError', (_, method) => {
    for (const [, stranger] of strangers) {
      expect(() => Reflect.apply(method, stranger, ['rate', 1])).toThrow(TypeError);
    }
    expect(() => Reflect.apply(method, pcm, ['rate', 1])).toThrow(TypeError);
  });

  it('is a TypeError with the prototype of its class', () => {
    const disguised = Object.setPrototypeOf(new native.HwParams(pcm), native.Pcm.prototype);
    expect(() => (disguised as NativePcm).state()).toThrow(TypeError);
    const crossed = Reflect.construct(
      native.Pcm as never,
      ['null', 0],
      native.HwParams,
    ) as NativeHwParams;
    expect(() => crossed.install()).toThrow(TypeError);
  });
});

describe('a configuration space of another value than a PCM', () => {
  it.each(strangers)('%s is a TypeError', (_, stranger) => {
    expect(() => new native.HwParams(stranger as NativePcm)).toThrow(TypeError);
  });

  it('is a TypeError for a space with the prototype of a PCM', () => {
    const disguised = Object.setPrototypeOf(new native.HwParams(pcm), native.Pcm.prototype);
    expect(() => new native.HwParams(disguised)).toThrow(TypeError);
  });

  it('is created for a PCM of a derived class', () => {
    class Derived extends native.Pcm {}
    const derived = new Derived('null', 0);
    expect(new native.HwParams(derived).min('rate')).toBeGreaterThan(0);
    derived.close();
  });
});
