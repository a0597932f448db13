import { readFileSync, writeFileSync } from 'node:fs';
import { attemptOn } from '../audio/file-error.js';
import { AlsaMmapError } from '../device/errors.js';
import { wrapLine } from '../report/text-rows.js';
import type { Account } from '../why/account/account.js';
import { chromeTrace } from '../why/account/chrome-trace.js';
import { causeSentence } from '../why/account/describe-cause.js';
import { explainXruns } from '../why/account/explain-xruns.js';
import { type TraceModel, traceModel } from '../why/account/trace-model.js';
import { MachineRecord } from '../why/patterns/machine-verdict.js';
import { xrunPattern } from '../why/patterns/xrun-pattern.js';
import { parseTrace, type Trace } from '../why/trace/parse-trace.js';
import { describeLikely } from '../why/without-trace/likely-cause.js';
import { deviceName, givenDevice } from './device-from-options.js';
import {
  DEVICE_POSITIONAL,
  givenDirection,
  OUTPUT_OPTIONS,
  type OutputValues,
  OWNER_OPTIONS,
  type OwnerValues,
  outputMode,
} from './options/common.js';
import { defineCommand } from './options/parse.js';
import { duration, path } from './options/types.js';
import { chalkFor } from './text/colors.js';
import { jsonLine, printable } from './text/printable.js';
import { writeError, writeOutput } from './text/terminal-output.js';
import { whyDocument } from './why/document.js';
import { likelyDocument, likelyText } from './why/likely.js';
import { explainLive } from './why/live.js';
import { missedDocument, missedText } from './why/missed.js';
import { machineText, patternText, whyText } from './why/text.js';
import { warnUnpublished } from './why/unpublished.js';
import { UrbReport } from './why/urb-report.js';
import { actOnXrun, XRUN_ACTION } from './why/xrun-action.js';

export const why = defineCommand({
  name: 'why',
  positionals: { device: DEVICE_POSITIONAL },
  options: {
    ...OWNER_OPTIONS,
    from: {
      group: 'Files',
      type: path({ stdout: false }),
      summary: 'explain the xruns of a recorded kernel trace',
      conflictsWith: ['deviceOption', 'pid', 'all', 'onXrun', 'once', 'for'],
    },
    trace: {
      group: 'Files',
      type: path({ stdout: false }),
      summary: 'write the recording as Chrome JSON, for ui.perfetto.dev',
    },
    report: {
      group: 'Files',
      type: path({ stdout: false }),
      summary: 'write the accounts as one HTML page',
    },
    all: { group: 'Device', type: 'flag', summary: 'record all streams that are open' },
    kernel: {
      group: 'Measurement',
      type: 'flag',
      summary: 'sample the pointers, too, in kernel memory, by /proc/kcore (root)',
      conflictsWith: ['from'],
    },
    usb: {
      group: 'Measurement',
      type: 'flag',
      summary: 'report USB transfers that fail or are short, also without an xrun',
      conflictsWith: ['from'],
    },
    onXrun: {
      group: 'Measurement',
      type: XRUN_ACTION,
      summary: 'action after the account of an xrun',
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
    const { device, from, onXrun, pid } = values;
    const seen: Account[] = [];
    const machine = new MachineRecord();
    if (from !== undefined) {
      if (device !== undefined) {
        throw new AlsaMmapError('USAGE', '--from: a recorded trace takes no DEVICE');
      }
      const trace = parseTrace(attemptOn('read', from, () => readFileSync(from, 'utf8')));
      const model = traceModel(trace);
      seen.push(...explainXruns(model));
      machine.add(model);
      print(trace, seen, seen, machine, values);
      reportUrbs(trace, values);
      writeTrace(values.trace, model, seen);
      await finish(seen, machine, values);
      return 0;
    }
    const urbs = values.usb ? new UrbReport(values) : undefined;
    const code = await explainLive({
      filter: { device: tracedDevice(values), direction: givenDirection(values), pid },
      isAll: values.all,
      isOnce: values.once || onXrun?.kind === 'stop',
      isSampled: values.kernel,
      seconds: values.for,
      onStart: (streams) => {
        if (outputMode(values) !== 'text') return;
        for (const { name, direction, owner } of streams) {
          const stream = `${name}, ${direction} by ${owner.command} (${owner.pid})`;
          writeError(`alsa-mmap: recording ${printable(stream)}; waiting for an xrun\n`);
        }
      },
      needsTrace: values.trace !== undefined || values.report !== undefined || values.usb,
      onUrb: urbs && ((urb) => urbs.add(urb)),
      onRefused: (reason) =>
        writeError(`alsa-mmap: likely causes only, without a kernel trace: ${printable(reason)}\n`),
      onUrbsLost: (count) =>
        writeError(`alsa-mmap: the kernel did not record ${count} USB transfers\n`),
      onUnpublished: warnUnpublished,
      onLikely: (stream, account, xrun) => {
        const mode = outputMode(values);
        if (mode === 'json') writeOutput(`${jsonLine(likelyDocument(stream, account, xrun))}\n`);
        else if (mode === 'text') writeOutput(`${likelyText(stream, account, xrun)}\n`);
        if (onXrun !== undefined) actOnXrun(onXrun, account.kind, describeLikely(account));
      },
      onRemoved: ({ name }) =>
        writeError(`alsa-mmap: ${name}: the card was removed, which ended the stream\n`),
      onMissed: (stream, ns) => {
        const mode = outputMode(values);
        if (mode === 'json') writeOutput(`${jsonLine(missedDocument(stream, ns))}\n`);
        else if (mode === 'text') writeOutput(`${missedText(stream, ns)}\n`);
      },
      onXruns: ({ text, model, accounts }) => {
        seen.push(...accounts);
        machine.add(model);
        try {
          // Before the account, whose reader may open the file.
          writeTrace(values.trace, model, accounts, text);
        } finally {
          print(model.trace, accounts, seen, machine, values);
        }
        const { cause } = accounts.at(-1)!;
        if (onXrun !== undefined) actOnXrun(onXrun, cause.kind, causeSentence(cause));
      },
    });
    urbs?.end();
    await finish(seen, machine, values);
    return code;
  },
});

/** The device that the words or the environment name, unless a process or all streams do. */
function tracedDevice(values: OwnerValues & { readonly all: boolean }): string | undefined {
  const inherited = values.pid === undefined && !values.all && process.env['ALSA_MMAP_DEVICE'];
  return inherited ? deviceName(values, 'playback') : givenDevice(values);
}

async function finish(
  seen: readonly Account[],
  machine: MachineRecord,
  values: OutputValues & { report?: string | undefined },
): Promise<void> {
  printPattern(seen, machine, values);
  const { report } = values;
  if (report === undefined) return;
  const [{ renderHtml }, { whyReport }] = await Promise.all([
    import('../report/render-html.js'),
    import('./why/report.js'),
  ]);
  const html = renderHtml(whyReport(seen, machine.verdict(), new Date()));
  attemptOn('write', report, () => writeFileSync(report, html));
}

function print(
  trace: Trace,
  accounts: readonly Account[],
  seen: readonly Account[],
  machine: MachineRecord,
  values: OutputValues,
): void {
  const mode = outputMode(values);
  if (mode === 'json')
    writeOutput(`${jsonLine(whyDocument(trace, accounts, seen, machine.verdict()))}\n`);
  else if (mode === 'text') {
    writeOutput(`${whyText(trace, accounts, values.verbose, chalkFor(values))}\n`);
  }
}

/** Reports the USB transfers of a recorded trace, if it has some. */
function reportUrbs({ events }: Trace, values: OutputValues): void {
  const urbs = events.filter((event) => event.kind === 'urb');
  if (urbs.length === 0) return;
  const report = new UrbReport(values);
  for (const urb of urbs) report.add(urb);
  report.end();
}

/** Prints the common features of the xruns, and the verdict on the machine. */
function printPattern(
  accounts: readonly Account[],
  machine: MachineRecord,
  values: OutputValues,
): void {
  if (outputMode(values) !== 'text') return;
  const pattern = xrunPattern(accounts);
  if (pattern !== undefined) writeOutput(`\n${wrapped(patternText(pattern), 4)}\n`);
  const verdict = machine.verdict();
  if (verdict !== undefined) writeOutput(`\n${wrapped(machineText(verdict), 9)}\n`);
}

function wrapped(text: string, indent: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, indent))
    .join('\n');
}

/**
 * Writes the recording for a trace viewer.
 * @param text of a live recording, which is kept beside it
 */
function writeTrace(
  file: string | undefined,
  model: TraceModel,
  accounts: readonly Account[],
  text?: string,
): void {
  if (file === undefined) return;
  const json = JSON.stringify(chromeTrace(model, accounts));
  attemptOn('write', file, () => writeFileSync(file, json));
  if (text !== undefined)
    attemptOn('write', `${file}.txt`, () => writeFileSync(`${file}.txt`, text));
}
