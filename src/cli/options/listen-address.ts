import type { ValueType } from './spec.js';

/** An address and a port: `127.0.0.1:9464`, `[::1]:9464`, `:9464` and `9464` for the loopback. */
export function listenAddress(): ValueType<{ readonly host: string; readonly port: number }> {
  return {
    placeholder: 'ADDRESS:PORT',
    expected: 'an address and a port such as 127.0.0.1:9464',
    parse: (text) => {
      const match = /^(?:(?:\[([\da-f:.]+)\]|([\w.-]*)):)?(\d{1,5})$/i.exec(text);
      const port = Number(match?.[3]);
      if (match === null || port > 65_535) return undefined;
      return { host: match[1] || match[2] || '127.0.0.1', port };
    },
  };
}
