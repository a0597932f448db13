import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createWav } from '../../src/audio/wav-writer.js';
import { findFormat } from '../../src/device/format.js';
import { HANG_MS } from '../limits.js';
import { NEUTRAL, PROGRAM, printedPid, scratchDirectory, watch } from './program.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const SPACE = ' ';
const CTRL_C = '\x03';
const FRAMES = 32_000;
const SAMPLES = Array.from({ length: FRAMES }, (_, at) => at + 1);

function countingFile(name: string): string {
  const path = scratch(name);
  const wav = createWav(path, { format: findFormat('S16_LE')!, channels: 1, rateHz: 8000 });
  wav.write(new Uint8Array(Int16Array.from(SAMPLES).buffer));
  wav.finish();
  return path;
}

/** Plays a file on a terminal whose mode is printed before and after. */
function playOnTerminal(file: string, device: string) {
  const words = [PROGRAM, 'play', file, device, '--json', '--buffer-size', '500ms'];
  const play = `sh -c 'echo pid=$$; exec ${process.execPath} ${words.join(' ')}'`;
  const script = `trap : INT TERM HUP; mode=$(stty -g); ${play}; echo exit=$?; echo $mode; stty -g`;
  const running = watch(
    spawn('script', ['-qefc', script, '/dev/null'], {
      env: { ...process.env, ...NEUTRAL, SHELL: '/bin/sh' },
      timeout: HANG_MS,
      killSignal: 'SIGKILL',
    }),
  );
  const ended = running.ended.then(({ stdout }) => ({
    events: (stdout.match(/^\{.*\}/gm) ?? []).map((line) => JSON.parse(line)),
    exit: Number(/^exit=(\d+)/m.exec(stdout)?.[1]),
    modes: stdout.match(/^[0-9a-f]+(:[0-9a-f]+){10,}/gm),
  }));
  const press = (key: string) => running.child.stdin!.write(key);
  return { ...running, ended, press, pid: () => printedPid(running) };
}

describe.concurrent('the space key', () => {
  it.each(['PAUSE', 'DROP'])('pauses and continues at the same frame by %s', async (call) => {
    const [file, heard] = [countingFile(`${call}.wav`), scratch(`heard-${call}.wav`)];
    const quirk = call === 'DROP' ? ',QUIRK=pause-refused' : '';
    const playing = playOnTerminal(file, `sim:DUMP=${heard}${quirk}`);
    await playing.seen('"event":"progress"');
    playing.press(SPACE);
    await playing.seen(call === 'PAUSE' ? '"state":"PAUSED"' : '"state":"SETUP"');
    await sleep(1000);
    playing.press(SPACE);
    const { events, exit, modes } = await playing.ended;
    expect(exit).toBe(0);
    const totals = events.at(-1);
    expect(totals).toMatchObject({ event: 'totals', frames: FRAMES, xruns: 0 });
    expect(totals.pausedNs).toBeGreaterThan(0.9e9);
    const played = [...readChannels(heard).raw[0]!];
    const steps = played.slice(0, played.indexOf(FRAMES)).map((one, at) => played[at + 1]! - one);
    // The card runs on between the last update of hw_ptr and DROP: those frames are repeated.
    const repeated = steps.filter((step) => step !== 1);
    expect(played[0]).toBe(1);
    expect(repeated.length).toBeLessThanOrEqual(call === 'DROP' ? 1 : 0);
    for (const step of repeated) expect(step).toBeLessThan(1);
    expect(modes).toEqual([modes![0], modes![0]]);
  });

  it.each([
    ['Ctrl-C', 130],
    ['TERM', 143],
    ['HUP', 129],
  ])('leaves the terminal as it was after %s in a pause', async (cause, code) => {
    const playing = playOnTerminal(countingFile(`${cause}.wav`), 'sim');
    await playing.seen('"event":"progress"');
    playing.press(SPACE);
    await playing.seen('"state":"PAUSED"');
    if (cause === 'Ctrl-C') playing.press(CTRL_C);
    else process.kill(await playing.pid(), `SIG${cause}`);
    const { exit, events, modes } = await playing.ended;
    expect(exit).toBe(code);
    expect(events.at(-1)).toMatchObject({ event: 'totals', state: 'SETUP' });
    expect(modes).toEqual([modes![0], modes![0]]);
  });

  it('leaves the terminal as it was after an error', async () => {
    const { ended } = playOnTerminal(countingFile('error.wav'), 'sim:UNPLUG=8000');
    const { exit, modes } = await ended;
    expect(exit).toBe(8);
    expect(modes).toEqual([modes![0], modes![0]]);
  });
});
