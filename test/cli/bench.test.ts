import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { run, scratchDirectory, start, startOnTerminal } from './program.js';

const scratch = scratchDirectory();
const { SIGINT } = constants.signals;

interface Told {
  readonly experiments: readonly {
    readonly experiment: string;
    readonly complete: boolean;
    readonly seconds: number;
    readonly params: { readonly direction: string };
    readonly result: Record<string, unknown>;
    readonly limits: readonly { readonly name: string; readonly within: boolean }[];
    readonly raw: Record<string, number[]> | null;
  }[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

async function document(words: readonly string[]) {
  const { code, stdout, stderr } = await run(['bench', ...words, '--json']);
  expect(stdout, stderr).not.toBe('');
  return { code, stderr, told: JSON.parse(stdout) as Told };
}

/** Waits until the process has a handler for the signal: with --json it says nothing before its end. */
async function catches(pid: number, signal: number): Promise<void> {
  for (;;) {
    const mask = /^SigCgt:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]!;
    if ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The slope of least squares of frames on seconds, as in a book. */
function rateOf(frames: readonly number[], stampsNs: readonly number[]): number {
  const x = stampsNs.map((ns) => (ns - stampsNs[0]!) / 1e9);
  const y = frames.map((frame) => frame - frames[0]!);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const n = x.length;
  const xy = sum(x.map((value, i) => value * y[i]!));
  return (n * xy - sum(x) * sum(y)) / (n * sum(x.map((value) => value ** 2)) - sum(x) ** 2);
}

describe.concurrent('bench clock', () => {
  it.each([
    [37, '--playback'],
    [-120, '--capture'],
  ])('finds %s ppm in real time, and its raw samples tell the same', async (ppm, side) => {
    const words = ['clock', `sim:RATE_PPM=${ppm}`, side, '-d', '6', '--raw', '--max-ppm', '200'];
    const { code, told } = await document(words);
    expect(code).toBe(0);
    const { result, raw, limits, complete } = told.experiments[0]!;
    expect(Math.abs((result['ppm'] as number) - ppm)).toBeLessThan(2);
    const rateHz = rateOf(raw!['frame']!, raw!['stampNs']!);
    expect(Math.abs(rateHz / (result['rateHz'] as number) - 1) * 1e6).toBeLessThan(0.1);
    expect(raw!['frame']!.length).toBeGreaterThan(200);
    expect({ limits, complete }).toMatchObject({
      limits: [{ name: 'max-ppm', within: true }],
      complete: true,
    });
  });

  it('a rate outside the limit: told in full, one line, and 7', async () => {
    const words = ['bench', 'clock', 'sim:RATE_PPM=-500', '-d', '1', '--max-ppm', '100'];
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(7);
    expect(stdout).toMatch(/rate +479\d\d\.\d+ Hz +-\d+\.\d\d ppm of 48000 Hz/);
    expect(stdout).toMatch(/95 % /);
    expect(stderr).toMatch(
      /^alsa-mmap: sim:RATE_PPM=-500: the clock is off by -\d+\.\d\d ppm: more than --max-ppm=100\n$/m,
    );
  });

  it('--against-other tells the other direction and the difference', async () => {
    const words = ['bench', 'clock', 'sim:CAPTURE_PPM=2000', '--against-other', '-d', '2'];
    const { code, stdout } = await run(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/capture +480\d\d\.\d{4} Hz +\+\d+\.\d\d ppm, at the same time/);
    expect(stdout).toMatch(/difference +\+(19|20)\d\d\.\d\d ppm .* two clocks/);
  });

  it('--against-other of a card that has one direction is an error', async () => {
    const { code, stderr } = await run([
      'bench',
      'clock',
      'sim:DIRECTION=capture',
      '--against-other',
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/sim:DIRECTION=capture no playback stream/);
  });

  it('where nothing moves there is no clock', async () => {
    const { code, stderr } = await run(['bench', 'clock', 'sim:STALL=1']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/hw_ptr of playback is stuck at \d for \d+ ms: there is no clock/);
  });
});

describe.concurrent('bench pointer', () => {
  it('names blocks of 48 frames, and that the driver does not claim them', async () => {
    const { code, stdout } = await run(['bench', 'pointer', 'sim:STEP=48', '-d', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/moves +in blocks of 48 frames +it moves in blocks, and claims neither/);
    // On a machine that is busy the card's own thread may be late: behind time.
    expect(stdout).toMatch(/faults +(none|behind time)/);
  });

  it('names whole periods', async () => {
    const { stdout } = await run(['bench', 'pointer', 'sim:STEP=1024', '-d', '2']);
    expect(stdout).toMatch(/moves +by whole periods, 1024 frames +.* does not claim BATCH/);
  });

  it('finds a step back and a jump, with the place: 7', async () => {
    const name = 'sim:BACKSTEP=30000:3000,JUMP=60000:5000';
    const { code, told, stderr } = await document(['pointer', name, '-d', '2']);
    expect(code).toBe(7);
    const found = told.experiments[0]!.result['faults'] as { what: string; atFrame: number }[];
    // On a machine that is busy the card's own thread may be late, too.
    const faults = found.filter(({ what }) => what !== 'slip');
    expect(faults.map(({ what }) => what)).toEqual(['backward', 'jump']);
    expect(faults[0]!.atFrame).toBeLessThanOrEqual(30_000);
    expect(faults[0]!.atFrame).toBeGreaterThan(27_000);
    expect(faults[1]!.atFrame).toBeLessThanOrEqual(57_000);
    expect(faults[1]!.atFrame).toBeGreaterThan(54_000);
    expect(told.error).toMatchObject({ code: 'LIMITS' });
    expect(stderr).toBe(`alsa-mmap: ${told.error!.message}\n`);
    expect(stderr).toMatch(/goes back by \d+ frames at frame 2\d+/);
  });

  it('finds a pointer that is stuck, with the place: 7, also with --quiet', async () => {
    const { code, stdout, stderr } = await run(['bench', 'pointer', 'sim:STALL=30000', '-q']);
    expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
    expect(stderr).toMatch(
      /^alsa-mmap: sim:STALL=30000: hw_ptr is stuck at frame 30000: it stood for 3\.\d\d s while the stream ran\n$/,
    );
  });

  it('over a loop tells what is fetched ahead and stored late', async () => {
    const name = 'sim:LOOP=1,LOOP_DELAY=12000,READ_AHEAD=500,CAPTURE_LAG=300';
    const ring = ['-d', '0.3', '-c', '1', '--period-size', '50ms', '--buffer-size', '500ms'];
    const { code, told } = await document(['pointer', name, '--capture-device', name, ...ring]);
    expect(code).toBe(0);
    const window = told.experiments[0]!.result['window'] as {
      readAheadFrames: { least: number; most: number };
      staleFrames: number;
    };
    // Between the look at hw_ptr and the write the hardware goes on.
    expect(window.readAheadFrames.least).toBeLessThanOrEqual(500);
    expect(window.readAheadFrames.most).toBeGreaterThanOrEqual(500);
    expect(window.staleFrames).toBeGreaterThan(0);
    expect(window.staleFrames).toBeLessThanOrEqual(300);
  });

  it('a step that is larger than the limit: 7', async () => {
    const words = ['pointer', 'sim', '-d', '0.5', '--max-step', '500'];
    const { code, told } = await document(words);
    expect(code).toBe(7);
    expect(told.experiments[0]!.limits).toMatchObject([
      { name: 'max-step', within: false },
      { name: 'backward', within: true },
      { name: 'stuck', within: true },
    ]);
  });

  it('a device that goes away is an error: 8', async () => {
    const { code, stderr } = await run(['bench', 'pointer', 'sim:UNPLUG=9600']);
    expect(code).toBe(8);
    expect(stderr).toMatch(/sim:UNPLUG=9600: the device went away/);
  });

  it('a device that goes away costs none of the experiments before', async () => {
    // Overhead plays for 1.3 s, clock for 4.5.
    const { code, stderr, told } = await document(['sim:UNPLUG=120000']);
    expect(code).toBe(8);
    expect(stderr).toMatch(/sim:UNPLUG=120000: the device went away/);
    expect(told).toMatchObject({
      experiments: [{ experiment: 'overhead', complete: true }],
      error: { code: 'DISCONNECTED' },
    });
  });
});

describe('bench latency', () => {
  // A ring that a busy machine does not run out of.
  const CALM = ['-d', '0.5', '-c', '1', '--period-size', '50ms', '--buffer-size', '700ms'];

  it('finds a loop of 12345.678 frames in real time, to 0.01 frame', async () => {
    const words = ['latency', 'sim:LOOP=1,LOOP_DELAY=12345.678', ...CALM];
    const { code, told } = await document(words);
    expect(code).toBe(0);
    const { result, limits } = told.experiments[0]!;
    const { p50 } = result['loopFrames'] as { p50: number };
    expect(Math.abs(p50 - 12_345.678)).toBeLessThan(0.01);
    expect(limits).toMatchObject([{ name: 'unheard', within: true }]);
  });

  it('tells polarity and level, and what waits in the ring', async () => {
    const name = 'sim:LOOP=1,LOOP_GAIN=-0.5,LOOP_DELAY=9600';
    const { code, stdout } = await run(['bench', 'latency', name, ...CALM]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /loop +9600\.000 frames, 200\.0 ms +from hw_ptr to hw_ptr; heard in \d of \d runs/,
    );
    expect(stdout).toMatch(/delay claims +no more than the pointers/);
    expect(stdout).toMatch(/through rings +\d+\.\d+ frames/);
    expect(stdout).toMatch(/heard +inverted +-6\.02 dB against what was played, on channel \d/);
    expect(stdout).toMatch(/pointers +on one clock/);
  });

  it('without a cable: not heard, with the level, and 7', async () => {
    const { code, stdout, stderr } = await run(['bench', 'latency', 'sim', ...CALM]);
    expect(code).toBe(7);
    expect(stdout).toMatch(/loop +not heard +in 0 of \d runs/);
    expect(stdout).toMatch(/level +-12\.0 dBFS +peak; RMS -15\.0 dBFS/);
    expect(stderr).toMatch(/sim: what was played was not heard: is the cable in, /);
  });

  it('a loop that is longer than the limit: 7', async () => {
    const words = ['latency', 'sim:LOOP=1,LOOP_DELAY=9600', ...CALM, '--max-latency', '9000'];
    const { code, stderr } = await document(words);
    expect(code).toBe(7);
    expect(stderr).toMatch(/the loop takes 9600\.000 frames: more than --max-latency=9000/);
  });

  it.each([
    [['sim', '--capture'], 2, /name what captures by --capture-device, not --capture/],
    [['sim', '--level', '0'], 2, /--level takes dBFS from -100 to -8/],
    [['sim', '--capture-device', 'sim:BUSY=1'], 4, /sim:BUSY=1/],
    [['sim', '--capture-device', 'sim:DIRECTION=playback'], 3, /no capture stream/],
    [['sim:DIRECTION=capture'], 3, /no playback stream/],
    [['sim', '--capture-device', 'sim:RATES=44100'], 5, /44100/],
  ])('what cannot be is told in a line: %s', async (words, exit, says) => {
    const { code, stdout, stderr } = await run(['bench', 'latency', ...words]);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^alsa-mmap: /);
  });
});

describe.concurrent('bench overhead', () => {
  it('tells the cost of each way, and why some are not to be had', async () => {
    const { code, stdout } = await run(['bench', 'overhead', 'sim', '-d', '0.2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ns, least +median +p99/);
    expect(stdout).toMatch(/hwPtr\(\) +\d+\.\d+ +\d+\.\d+ .* 1\.00 +\d+ x \d+/);
    expect(stdout).toContain('STATUS_EXT, DELAY: the built-in card has no ioctl');
    expect(stdout).toContain('snd_pcm_htimestamp: the built-in card has no alsa-lib');
  });

  it('works without the addon, and says what that costs', async () => {
    const environment = { ALSA_MMAP_BINDING: '/nowhere.node' };
    const { code, stdout } = await run(['bench', 'overhead', 'sim', '-d', '0.1'], environment);
    expect(code).toBe(0);
    expect(stdout).toMatch(/volatile read in C, empty native call: the addon .* cannot be loaded/);
    expect(stdout).toMatch(/hwPtr\(\) +\d/);
  });

  it('a read that is dearer than the limit: 7', async () => {
    const words = ['bench', 'overhead', 'sim', '-d', '0.1', '--max-ns', '0.001', '-q'];
    const { code, stderr } = await run(words);
    expect(code).toBe(7);
    expect(stderr).toMatch(/a read of hw_ptr takes \d+\.\d ns: more than --max-ns=0\.001/);
  });
});

describe.concurrent('bench', () => {
  it('without an experiment runs them all, one after the other', async () => {
    const { code, stdout, stderr } = await run(['bench', 'sim', '-d', '0.5', '--warmup', '0.05']);
    expect(code).toBe(0);
    const titles = stdout.split('\n').filter((line) => /^\S/.test(line));
    expect(titles.map((title) => title.split(/[ ,]+/).slice(0, 3))).toEqual([
      ['overhead', 'sim', 'playback'],
      ['clock', 'sim', 'playback'],
      ['pointer', 'sim', 'playback'],
      ['wakeup', 'sim', 'playback'],
      ['throughput', 'sim', 'playback'],
    ]);
    expect(stderr).toContain('clock: the true rate');
  });

  it('draws what it found, within the width of the terminal', async () => {
    const { stdout } = await run(['bench', 'sim', '-d', '0.5', '--warmup', '0.05']);
    expect(stdout).toMatch(/hwPtr\(\), ns a call\n(.*█.*\n)*?.*█.* p50/);
    expect(stdout).toMatch(/against an even rate\n(.*[\u2801-\u28ff].*\n)+/);
    expect(stdout).toMatch(/Steps in answer to a query\n.*█/);
    const plots = stdout.split('\n').filter((line) => /[█\u2800-\u28ff]/.test(line));
    expect(Math.max(...plots.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('--report: a page with the verdict, the machine, the device and the plots', async () => {
    const file = scratch('report.html');
    const words = [
      'bench',
      'sim:STEP=48',
      '-d',
      '0.5',
      '--warmup',
      '0.05',
      '--max-step',
      '40',
      '--report',
      file,
      '-q',
    ];
    const { code } = await run(words);
    expect(code).toBe(7);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toMatch(/class="verdict failed".*hw_ptr moves by \d+ frames in one step/);
    for (const text of ['overhead', 'clock', 'pointer', 'Linux', '48000 Hz', 'in blocks of 48']) {
      expect(page).toContain(text);
    }
    expect(page.match(/<figure>/g)!.length).toBeGreaterThanOrEqual(3);
    expect(page).not.toMatch(/NaN|undefined|https?:\/\/(?!www\.w3\.org)/);
  });

  it('--report into a folder that there is not is an error', async () => {
    const words = ['bench', 'pointer', 'sim', '-d', '0.2', '--report', '/nowhere/x.html'];
    const { code, stderr } = await run(words);
    expect(code).toBe(3);
    expect(stderr).toMatch(/cannot write \/nowhere\/x\.html: ENOENT/);
  });

  it('takes the capture side of a device that has no other', async () => {
    const { code, told } = await document(['pointer', 'sim:DIRECTION=capture', '-d', '0.3']);
    expect(code).toBe(0);
    expect(told.experiments[0]!.params.direction).toBe('capture');
  });

  it.each([
    ['frobnicate', /no experiment "frobnicate"; there are overhead, clock, pointer, /],
    ['clokc', /did you mean clock\?/],
  ])('an experiment that there is not: %s', async (name, says) => {
    const { code, stdout, stderr } = await run(['bench', name, 'sim']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });

  it.each([
    [['pointer', 'sim', '--max-ppm', '3'], /--max-ppm is for clock, not for pointer/],
    [['pointer', 'sim', '--raw'], /--raw is of no use without --json/],
    [['pointer', 'sim', '--capture', '--playback'], /exclude each other/],
    [['pointer', 'sim', '-d', '0'], /--duration takes seconds above 0/],
  ])('words that make no sense together: %s', async (words, says) => {
    const { code, stderr } = await run(['bench', ...words]);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });

  it('tells what it was refused for its thread', async () => {
    const { code, stderr } = await run(['bench', 'pointer', 'sim', '-d', '0.3', '--cpu', '9999']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/cpu: CPU 9999 refused: the machine has the CPUs/);
  });

  it('Ctrl-C: what was measured so far is told, nothing more is begun, and 130', async () => {
    const program = start(['bench', 'sim', '-d', '60', '--warmup', '0']);
    await program.seen('overhead:');
    await new Promise((resolve) => setTimeout(resolve, 500));
    program.child.kill('SIGINT');
    const { code, stdout, stderr } = await program.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^overhead {2}sim, playback, \d\.\d s, ended early\n/);
    expect(stdout).toMatch(/snapshot\(\) +\d/);
    expect(stderr).not.toContain('clock:');
  });

  it('Ctrl-C, with --json: one document, not complete', async () => {
    const program = start(['bench', 'pointer', 'sim', '-d', '60', '--warmup', '0', '--json']);
    await catches(program.child.pid!, SIGINT);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    program.child.kill('SIGINT');
    const { code, stdout } = await program.ended;
    expect(code).toBe(130);
    const { experiments } = JSON.parse(stdout) as Told;
    expect(experiments).toMatchObject([{ experiment: 'pointer', complete: false }]);
    expect(experiments[0]!.seconds).toBeLessThan(10);
  });

  it('on a terminal a bar shows how far it is', async () => {
    const { stdout, code } = await startOnTerminal(['bench', 'pointer', 'sim', '-d', '1']).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/=+.*-.*pointer {2}0\.\d of 1 s/);
    expect(stdout).toContain('by single frames');
  });
});
