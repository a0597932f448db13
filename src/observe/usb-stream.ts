/** One alternate setting of a USB audio interface, from /proc/asound/cardN/streamM. */
export interface UsbAltsetting {
  readonly interface: number;
  readonly altset: number;
  readonly format: string;
  readonly channels: number;
  /** Such as `0x01 (1 OUT) (ADAPTIVE)`. */
  readonly endpoint: string;
  /** Rates in Hz, or the ends of a range. */
  readonly ratesHz: readonly number[];
  readonly isContinuous: boolean;
  readonly bits: number | null;
  readonly intervalUs: number | null;
  readonly channelMap: readonly string[];
}

/** One direction of a USB audio stream (sound/usb/proc.c). */
export interface UsbDirection {
  readonly direction: 'playback' | 'capture';
  readonly isRunning: boolean;
  /** Rate that the device has requested by its feedback endpoint, in Hz; null if not running. */
  readonly momentaryHz: number | null;
  readonly packetBytes: number | null;
  readonly altsettings: readonly UsbAltsetting[];
}

/** Parses /proc/asound/cardN/streamM; empty if the text is not of a USB audio stream. */
export function parseUsbStream(text: string): UsbDirection[] {
  return text
    .split(/^(?=(?:Playback|Capture):$)/m)
    .filter((part) => /^(Playback|Capture):$/m.test(part))
    .map((part) => {
      const [head = '', ...interfaces] = part.split(/^(?= {2}Interface \d)/m);
      return {
        direction: part.startsWith('Playback') ? 'playback' : 'capture',
        isRunning: /^ {2}Status: Running$/m.test(head),
        momentaryHz: integerIn(head, /^ *Momentary freq = (\d{1,10}) Hz/m),
        packetBytes: integerIn(head, /^ *Packet Size = (\d{1,10})/m),
        altsettings: interfaces.map(parseAltsetting),
      };
    });
}

function parseAltsetting(text: string): UsbAltsetting {
  const value = (name: string) =>
    new RegExp(`^ {4}${name}:? (.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const rates = value('Rates');
  return {
    interface: integerIn(text, /^ {2}Interface (\d{1,5})/) ?? 0,
    altset: integerIn(text, /^ {4}Altset (\d{1,5})/m) ?? 0,
    format: value('Format'),
    channels: integerIn(text, /^ {4}Channels: (\d{1,5})/m) ?? 0,
    endpoint: value('Endpoint'),
    ratesHz: (rates.match(/\d{1,10}/g) ?? []).map(Number),
    isContinuous: rates.includes('continuous'),
    bits: integerIn(text, /^ {4}Bits: (\d{1,5})/m),
    intervalUs: integerIn(text, /^ {4}Data packet interval: (\d{1,10}) us/m),
    channelMap: value('Channel map').split(' ').filter(Boolean),
  };
}

function integerIn(text: string, pattern: RegExp): number | null {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
