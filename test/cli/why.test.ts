import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileSchema } from './json-schema.js';
import { jsonLines, ROOT, run, scratchDirectory } from './program.js';
import { refusal } from './refusal.js';

const scratch = scratchDirectory();
const recorded = (name: string) => join(ROOT, `test/corpus/why/${name}.txt`);

describe.concurrent('why --from', () => {
  it('ends the account of each xrun with the cause and what to do', async () => {
    const words = ['why', '--from', recorded('A-stopped-by-a-signal')];
    const { code, stdout, stderr } = await run(words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const accounts = stdout.trimEnd().split('\n\n').slice(1, -2);
    expect(accounts).toHaveLength(2);
    const [cause, advice] = accounts[0]!.split('\n').slice(-2);
    expect(cause).toMatch(/^why: .*SIGSTOP from bash \(190\)$/);
    expect(advice).toMatch(/^do: .*kill -CONT 218/);
  });

  it('prints the parts that add up to the missing time', async () => {
    const { stdout } = await run(['why', '--from', recorded('B-fifo-hog'), '--json']);
    const [document] = jsonLines(stdout) as [
      { xruns: { missingNs: number; parts: { ns: number }[] }[] },
    ];
    const [xrun] = document.xruns;
    expect(xrun!.parts.reduce((sum, { ns }) => sum + ns, 0)).toBeCloseTo(xrun!.missingNs, 0);
    expect(xrun).toMatchObject({
      owner: { tid: 231, command: 'aplay' },
      cause: { kind: 'not-run', culprit: { tid: 236, command: 'sh', priority: 19 } },
    });
  });

  it('writes the recording as Chrome JSON', async () => {
    const file = scratch('chrome.json');
    const words = ['why', '--from', recorded('C-input-stalls'), '--trace', file, '-q'];
    expect(await run(words)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const { traceEvents } = JSON.parse(readFileSync(file, 'utf8'));
    const names = traceEvents.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['fill', 'blocked in read(0)', 'xrun noticed']));
  });

  it('reports the account also if the recording cannot be written', async () => {
    const words = ['why', '--from', recorded('C-input-stalls'), '--trace', scratch('none/x.json')];
    const { code, stdout, stderr } = await run([...words, '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(stdout.split('\n')[0]!).xruns).toHaveLength(1);
    expect(stderr).toMatch(/^alsa-mmap: cannot write .*x\.json: .*\n$/);
  });

  it('writes the accounts as an HTML page, with the fill of the ring', async () => {
    const file = scratch('why.html');
    const trace = scratch('hostile.txt');
    const recording = readFileSync(recorded('A-stopped-by-a-signal'), 'utf8');
    writeFileSync(trace, recording.replaceAll('aplay', '<b>x'));
    expect(await run(['why', '--from', trace, '--report', file, '-q'])).toMatchObject({ code: 0 });
    const html = readFileSync(file, 'utf8');
    expect(html.match(/<section /g)).toHaveLength(2);
    expect(html).toContain('stopped by SIGSTOP from bash (190)');
    expect(html).toMatch(/later than 20 ms<.*>1, most often/);
    expect(html).toContain('&lt;b&gt;x');
    expect(html).not.toContain('<b>x');
    expect(html.match(/<figure>/g)).toHaveLength(2);
  });

  it('counts the causes of several xruns', async () => {
    const words = ['why', '--from', recorded('A-stopped-by-a-signal')];
    expect((await run(words)).stdout).toMatch(
      /\n\n2 xruns, .*\n {2}1 of 2: .*\n {2}1 of 2: .*\n\nmachine: /,
    );
    const [document] = jsonLines((await run([...words, '--json'])).stdout);
    expect(document).toMatchObject({
      pattern: { causes: [{ count: 1, kind: 'stopped' }, { count: 1 }], isRegular: false },
    });
  });

  it('reports USB transfers that are short, and counts all', async () => {
    const file = scratch('usb.txt');
    const recording = readFileSync(recorded('E-usb-stopped'), 'utf8');
    writeFileSync(file, recording.replace('bytes=960 actual=960', 'bytes=960 actual=768'));
    const { stdout } = await run(['why', '--from', file]);
    expect(stdout).toMatch(/\nURB at .* hw:4,0, playback: .*768 of 960 bytes/);
    expect(stdout).toMatch(/\nURBs {2}58 completed {2}0 failed, 1 short\n/);
    const documents = jsonLines((await run(['why', '--from', file, '--json'])).stdout);
    const validate = compileSchema('urb');
    expect(documents.slice(1).filter((document) => !validate(document))).toEqual([]);
    expect(documents[1]).toMatchObject({
      problem: 'short',
      actualBytes: 768,
      counts: { short: 1 },
    });
  });

  it('names the rings for which the machine was late', async () => {
    const words = ['why', '--from', recorded('B-fifo-hog')];
    expect((await run(words)).stdout).toMatch(/\nmachine: .* 100 ms: 1 of 60 .*sh \(236\)/);
    const [document] = jsonLines((await run([...words, '--json'])).stdout) as [
      { machine: { wakeUps: number; rings: { ringNs: number; count: number }[] } },
    ];
    const { wakeUps, rings } = document.machine;
    expect(wakeUps).toBeGreaterThan(40);
    expect(rings.find(({ ringNs }) => ringNs === 50e6)).toMatchObject({ count: 1 });
  });

  it('reports lost events', async () => {
    const file = scratch('lost.txt');
    const line = 'x-1 [000] ..... 1.000001: sys_exit: NR 0 = 0';
    writeFileSync(file, `${line}\nCPU:0 [LOST 7 EVENTS]\n${line}\n`);
    const { code, stdout } = await run(['why', '--from', file, '--json']);
    expect(code).toBe(0);
    expect(jsonLines(stdout)[0]).toMatchObject({
      trace: { lost: [{ cpu: 0, count: 7 }] },
      xruns: [],
    });
  });

  it('does not let the name of a thread control the terminal', async () => {
    const file = scratch('name.txt');
    const trace = recorded('C-input-stalls');
    writeFileSync(file, readFileSync(trace, 'utf8').replaceAll('aplay', '\x1b[2Jx'));
    const { stdout } = await run(['why', '--from', file]);
    expect(stdout).toContain('\\x1b[2Jx');
    expect(stdout).not.toContain('\x1b');
  });

  it.each([
    ['a stream that is not open', ['why', 'hw:7'], 3],
    ['the simulated card', ['why', 'sim'], 5],
    ['a process without a stream', ['why', '--pid', '4194304'], 3],
    ['a process and a file', ['why', '--pid', '7', '--from', recorded('B-fifo-hog')], 2],
    ['all streams and a file', ['why', '--all', '--from', recorded('B-fifo-hog')], 2],
    ['USB transfers of a file', ['why', '--usb', '--from', recorded('B-fifo-hog')], 2],
    ['samples of a file', ['why', '--kernel', '--from', recorded('B-fifo-hog')], 2],
    ['an action without a command', ['why', '--on-xrun', 'shell:'], 2],
    ['two devices', ['why', 'hw:7', '-D', 'hw:6'], 2],
    ['a device and a file', ['why', 'hw:7', '--from', recorded('B-fifo-hog')], 2],
    ['a missing file', ['why', '--from', scratch('none')], 3],
    ['a directory', ['why', '--from', ROOT], 1],
    ['a file without events', ['why', '--from', join(ROOT, 'package.json')], 5],
  ])('refuses %s', async (_, words, exit) => {
    await refusal(words, exit);
  });
});
