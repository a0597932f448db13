import { readFileSync, writeFileSync } from 'node:fs';
import { attemptOn } from '../audio/file-error.js';
import { AlsaMmapError } from '../device/errors.js';
import type { Account } from '../why/account.js';
import { chromeTrace } from '../why/chrome-trace.js';
import { explainXruns } from '../why/explain-xruns.js';
import { parseTrace, type Trace } from '../why/parse-trace.js';
import { xrunPattern } from '../why/xrun-pattern.js';
import { deviceName } from './device-from-options.js';
import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  DIRECTION_OPTIONS,
  OUTPUT_OPTIONS,
  type OutputValues,
  outputMode,
} from './options/common.js';
import { defineCommand } from './options/parse.js';
import { duration, path } from './options/types.js';
import { chalkFor } from './text/colors.js';
import { jsonLine, printable } from './text/printable.js';
import { writeError, writeOutput } from './text/terminal-output.js';
import { whyDocument } from './why/document.js';
import { explainLive } from './why/live.js';
import { patternText, whyText } from './why/text.js';

export const why = defineCommand({
  name: 'why',
  positionals: { device: DEVICE_POSITIONAL },
  options: {
    deviceOption: DEVICE_OPTIONS.deviceOption,
    ...DIRECTION_OPTIONS,
    from: {
      group: 'Files',
      type: path({ stdout: false }),
      summary: 'explain the xruns of a recorded kernel trace',
      conflictsWith: ['deviceOption', 'once', 'for'],
    },
    trace: {
      group: 'Files',
      type: path({ stdout: false }),
      summary: 'write the recording as Chrome JSON, for ui.perfetto.dev',
    },
    once: { group: 'Measurement', type: 'flag', summary: 'end after the first xrun' },
    for: {
      group: 'Measurement',
      type: duration(0.001, 1e9),
      defaultText: 'until Ctrl-C',
      summary: 'end after this time',
    },
    ...OUTPUT_OPTIONS,
  },
  examples: [
    { command: 'alsa-mmap why hw:1', summary: 'Explain the xruns of the stream that hw:1 plays' },
    { command: 'alsa-mmap why --from trace.txt', summary: 'Explain the xruns of a trace' },
  ],
  async run(values) {
    const { device, deviceOption, from, once, playback, capture } = values;
    if (from !== undefined) {
      if (device !== undefined) {
        throw new AlsaMmapError('USAGE', '--from: a recorded trace takes no DEVICE');
      }
      const trace = parseTrace(attemptOn('read', from, () => readFileSync(from, 'utf8')));
      const accounts = explainXruns(trace);
      print(trace, accounts, accounts, values);
      printPattern(accounts, values);
      writeTrace(values.trace, trace, accounts);
      return 0;
    }
    const named = device ?? deviceOption ?? process.env['ALSA_MMAP_DEVICE'];
    const direction = capture ? 'capture' : 'playback';
    const seen: Account[] = [];
    const code = await explainLive({
      device: named === undefined ? undefined : deviceName(values, 'playback'),
      direction: capture || playback ? direction : undefined,
      isOnce: once,
      seconds: values.for,
      onStart: ({ name, direction: found, owner }) => {
        if (outputMode(values) !== 'text') return;
        const stream = `${name}, ${found} by ${owner.command} (${owner.pid})`;
        writeError(`alsa-mmap: recording ${printable(stream)}; waiting for an xrun\n`);
      },
      onXruns: (text, trace, accounts) => {
        seen.push(...accounts);
        print(trace, accounts, seen, values);
        writeTrace(values.trace, trace, accounts, text);
      },
    });
    printPattern(seen, values);
    return code;
  },
});

function print(
  trace: Trace,
  accounts: readonly Account[],
  seen: readonly Account[],
  values: OutputValues,
): void {
  const mode = outputMode(values);
  if (mode === 'json') writeOutput(`${jsonLine(whyDocument(trace, accounts, seen))}\n`);
  else if (mode === 'text') {
    writeOutput(`${whyText(trace, accounts, values.verbose, chalkFor(values))}\n`);
  }
}

function printPattern(accounts: readonly Account[], values: OutputValues): void {
  const pattern = xrunPattern(accounts);
  if (pattern !== undefined && outputMode(values) === 'text') {
    writeOutput(`\n${patternText(pattern)}\n`);
  }
}

/**
 * Writes the recording for a trace viewer.
 * @param text of a live recording, which is kept beside it
 */
function writeTrace(
  file: string | undefined,
  trace: Trace,
  accounts: readonly Account[],
  text?: string,
): void {
  if (file === undefined) return;
  const json = JSON.stringify(chromeTrace(trace, accounts));
  attemptOn('write', file, () => writeFileSync(file, json));
  if (text !== undefined)
    attemptOn('write', `${file}.txt`, () => writeFileSync(`${file}.txt`, text));
}
