import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { catches, run, scratchDirectory, start, startOnTerminal } from './program.js';

const scratch = scratchDirectory();
const { SIGINT } = constants.signals;

interface BenchDocument {
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

async function runJson(words: readonly string[]) {
  const { code, stdout, stderr } = await run(['bench', ...words, '--json']);
  expect(stdout, stderr).not.toBe('');
  return { code, stderr, document: JSON.parse(stdout) as BenchDocument };
}

/** Slope of frames over seconds by ordinary least squares. */
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
  ])('measures %s ppm in real time, in agreement with its raw samples', async (ppm, side) => {
    const words = ['clock', `sim:RATE_PPM=${ppm}`, side, '-d', '6', '--raw', '--max-ppm', '200'];
    const { code, document } = await runJson(words);
    expect(code).toBe(0);
    const { result, raw, limits, complete } = document.experiments[0]!;
    expect(Math.abs((result['ppm'] as number) - ppm)).toBeLessThan(2);
    const rateHz = rateOf(raw!['frame']!, raw!['stampNs']!);
    expect(Math.abs(rateHz / (result['rateHz'] as number) - 1) * 1e6).toBeLessThan(0.1);
    expect(raw!['frame']!.length).toBeGreaterThan(200);
    expect({ limits, complete }).toMatchObject({
      limits: [{ name: 'max-ppm', within: true }],
      complete: true,
    });
  });

  it('exits 7 with one line if the rate is outside its limit', async () => {
    const words = ['bench', 'clock', 'sim:RATE_PPM=-500', '-d', '1', '--max-ppm', '100'];
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(7);
    expect(stdout).toMatch(/rate +479\d\d\.\d+ Hz +-\d+\.\d\d ppm of 48000 Hz/);
    expect(stdout).toMatch(/95 % interval /);
    expect(stderr).toMatch(
      /^alsa-mmap: sim:RATE_PPM=-500: clock offset -\d+\.\d\d ppm exceeds --max-ppm=100\n$/m,
    );
  });

  it('--both-directions measures the other direction and the difference', async () => {
    const words = ['bench', 'clock', 'sim:CAPTURE_PPM=2000', '--both-directions', '-d', '2'];
    const { code, stdout } = await run(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/capture +480\d\d\.\d{4} Hz +\+\d+\.\d\d ppm, measured at/);
    expect(stdout).toMatch(/difference +\+(19|20)\d\d\.\d\d ppm .* two clocks/);
  });

  it('--both-directions requires a card with both directions', async () => {
    const { code, stderr } = await run([
      'bench',
      'clock',
      'sim:DIRECTION=capture',
      '--both-directions',
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/sim:DIRECTION=capture: no playback stream/);
  });

  it('exits 1 if the pointer does not move', async () => {
    const { code, stderr } = await run(['bench', 'clock', 'sim:STALL=1']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^alsa-mmap: sim:STALL=1: .*hw_ptr/m);
  });
});

describe.concurrent('bench pointer', () => {
  it('reports a granularity of 48 frames that the INFO flags do not show', async () => {
    const { code, stdout } = await run(['bench', 'pointer', 'sim:STEP=48', '-d', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /granularity +48 frames +block transfer; the driver does not set BATCH or BLOCK_TRANSFER/,
    );
    // On a busy machine the card's own thread may be late, which is a slip.
    expect(stdout).toMatch(/faults +(none|behind time)/);
  });

  it('reports whole periods', async () => {
    const { stdout } = await run(['bench', 'pointer', 'sim:STEP=1024', '-d', '2']);
    expect(stdout).toMatch(/granularity +1 period, 1024 frames +.* does not set BATCH/);
  });

  it('exits 7 for a backward step and a jump, with their frames', async () => {
    const name = 'sim:BACKSTEP=30000:3000,JUMP=60000:5000';
    const { code, document, stderr } = await runJson(['pointer', name, '-d', '2']);
    expect(code).toBe(7);
    const found = document.experiments[0]!.result['faults'] as { what: string; atFrame: number }[];
    // On a busy machine the card's own thread may be late as well.
    const faults = found.filter(({ what }) => what !== 'slip');
    expect(faults.map(({ what }) => what)).toEqual(['backward', 'jump']);
    expect(faults[0]!.atFrame).toBeLessThanOrEqual(30_000);
    expect(faults[0]!.atFrame).toBeGreaterThan(27_000);
    expect(faults[1]!.atFrame).toBeLessThanOrEqual(57_000);
    expect(faults[1]!.atFrame).toBeGreaterThan(54_000);
    expect(document.error).toMatchObject({ code: 'LIMITS' });
    expect(stderr).toBe(`alsa-mmap: ${document.error!.message}\n`);
    expect(stderr).toMatch(/hw_ptr moved backward by \d+ frames at frame 2\d+/);
  });

  it('exits 7 for a stalled pointer, with its frame, also with --quiet', async () => {
    const { code, stdout, stderr } = await run(['bench', 'pointer', 'sim:STALL=30000', '-q']);
    expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
    expect(stderr).toMatch(
      /^alsa-mmap: sim:STALL=30000: hw_ptr did not move for 3\.\d\d s at frame 30000 while/,
    );
  });

  it('measures read-ahead and stale data over a loop', async () => {
    const name = 'sim:LOOP=1,LOOP_DELAY=12000,READ_AHEAD=500,CAPTURE_LAG=300';
    const ring = ['-d', '0.3', '-c', '1', '--period-size', '50ms', '--buffer-size', '500ms'];
    const { code, document } = await runJson(['pointer', name, '--capture-device', name, ...ring]);
    expect(code).toBe(0);
    const window = document.experiments[0]!.result['window'] as {
      readAheadFrames: { min: number; max: number };
      staleFrames: number;
    };
    // The hardware continues between the read of hw_ptr and the write.
    expect(window.readAheadFrames.min).toBeLessThanOrEqual(500);
    expect(window.readAheadFrames.max).toBeGreaterThanOrEqual(500);
    expect(window.staleFrames).toBeGreaterThan(0);
    expect(window.staleFrames).toBeLessThanOrEqual(300);
  });

  it('exits 7 if a step exceeds --max-step', async () => {
    const words = ['pointer', 'sim', '-d', '0.5', '--max-step', '500'];
    const { code, document } = await runJson(words);
    expect(code).toBe(7);
    expect(document.experiments[0]!.limits).toMatchObject([
      { name: 'max-step', within: false },
      { name: 'backward', within: true },
      { name: 'stall', within: true },
    ]);
  });

  it('exits 8 if the device is removed', async () => {
    const { code, stderr } = await run(['bench', 'pointer', 'sim:UNPLUG=9600']);
    expect(code).toBe(8);
    expect(stderr).toMatch(/^alsa-mmap: sim:UNPLUG=9600: /m);
  });

  it('keeps the experiments that ended before the device was removed', async () => {
    // Overhead plays for 1.3 s, clock for 4.5.
    const { code, stderr, document } = await runJson(['sim:UNPLUG=120000']);
    expect(code).toBe(8);
    expect(stderr).toMatch(/^alsa-mmap: sim:UNPLUG=120000: /m);
    expect(document).toMatchObject({
      experiments: [{ experiment: 'overhead', complete: true }],
      error: { code: 'DISCONNECTED' },
    });
  });
});

describe('bench latency', () => {
  // A ring long enough for a busy machine.
  const LONG_RING = ['-d', '0.5', '-c', '1', '--period-size', '50ms', '--buffer-size', '700ms'];

  it('measures a loop of 12345.678 frames in real time to 0.01 frames', async () => {
    const words = ['latency', 'sim:LOOP=1,LOOP_DELAY=12345.678', ...LONG_RING];
    const { code, document } = await runJson(words);
    expect(code).toBe(0);
    const { result, limits } = document.experiments[0]!;
    const { p50 } = result['loopFrames'] as { p50: number };
    expect(Math.abs(p50 - 12_345.678)).toBeLessThan(0.01);
    expect(limits).toMatchObject([{ name: 'not-detected', within: true }]);
  });

  it('reports polarity, gain and the frames queued in the ring', async () => {
    const name = 'sim:LOOP=1,LOOP_GAIN=-0.5,LOOP_DELAY=9600';
    const { code, stdout } = await run(['bench', 'latency', name, ...LONG_RING]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /loop +9600\.000 frames, 200\.0 ms +from hw_ptr to hw_ptr; detected in \d of \d runs/,
    );
    expect(stdout).toMatch(/reported delay +pointers only/);
    expect(stdout).toMatch(/ring to ring +\d+\.\d+ frames/);
    expect(stdout).toMatch(/signal +inverted +gain -6\.02 dB, on channel \d/);
    expect(stdout).toMatch(/pointers +one clock +pointer offset uncertainty 0\.00 frames/);
  });

  it('exits 7 without a cable, and reports the level', async () => {
    const { code, stdout, stderr } = await run(['bench', 'latency', 'sim', ...LONG_RING]);
    expect(code).toBe(7);
    expect(stdout).toMatch(/loop +not detected +detected in 0 of \d runs/);
    expect(stdout).toMatch(/level +-12\.0 dBFS +peak; RMS -15\.0 dBFS/);
    expect(stderr).toMatch(
      /sim: test signal not detected in (\d) of \1 runs; check the cable and the levels/,
    );
  });

  it('exits 7 if the latency exceeds --max-latency', async () => {
    const words = ['latency', 'sim:LOOP=1,LOOP_DELAY=9600', ...LONG_RING, '--max-latency', '9000'];
    const { code, stderr } = await runJson(words);
    expect(code).toBe(7);
    expect(stderr).toMatch(/median loop latency 9600\.000 frames exceeds --max-latency=9000/);
  });

  it.each([
    [['sim', '--capture'], 2, /--capture-device, not --capture/],
    [['sim', '--level', '0'], 2, /--level\b.*from -100 to -8 dBFS/],
    [['sim', '--capture-device', 'sim:BUSY=1'], 4, /sim:BUSY=1/],
    [['sim', '--capture-device', 'sim:DIRECTION=playback'], 3, /no capture stream/],
    [['sim:DIRECTION=capture'], 3, /no playback stream/],
    [['sim', '--capture-device', 'sim:RATES=44100'], 5, /44100/],
  ])('reports impossible requests in one line: %s', async (words, exit, message) => {
    const { code, stdout, stderr } = await run(['bench', 'latency', ...words]);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^alsa-mmap: /);
  });
});

describe.concurrent('bench overhead', () => {
  it('reports the cost of each access path, and why some are unavailable', async () => {
    const { code, stdout } = await run(['bench', 'overhead', 'sim', '-d', '0.2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/min ns +median +p99 +max/);
    expect(stdout).toMatch(/hwPtr\(\) +\d+\.\d+ +\d+\.\d+ .* 1\.00 +\d+ x \d+/);
    expect(stdout).toMatch(/STATUS_EXT, DELAY: .*simulated card/);
    expect(stdout).toMatch(/snd_pcm_htimestamp: .*alsa-lib/);
  });

  it('works without the addon, and names the cases that need it', async () => {
    const environment = { ALSA_MMAP_BINDING: '/nowhere.node' };
    const { code, stdout } = await run(['bench', 'overhead', 'sim', '-d', '0.1'], environment);
    expect(code).toBe(0);
    expect(stdout).toMatch(/volatile read in C, empty native call: .*addon/);
    expect(stdout).toMatch(/hwPtr\(\) +\d/);
  });

  it('exits 7 if a read exceeds --max-read', async () => {
    const words = ['bench', 'overhead', 'sim', '-d', '0.1', '--max-read', '1ns', '-q'];
    const { code, stderr } = await run(words);
    expect(code).toBe(7);
    expect(stderr).toMatch(/median cost of an hw_ptr read \d+\.\d ns exceeds --max-read=1ns/);
  });
});

describe.concurrent('bench', () => {
  it('runs the short experiments in order if none is named', async () => {
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
    expect(stderr).toMatch(/^clock: |clock: /m);
  });

  it('draws plots within the width of the terminal', async () => {
    const { stdout } = await run(['bench', 'sim', '-d', '0.5', '--warmup', '0.05']);
    expect(stdout).toContain('hwPtr(), ns per call (logarithmic counts)\n');
    expect(stdout).toMatch(/ns per call .*\n(.*█.*\n)*?.*█.* p50/);
    expect(stdout).toMatch(
      /deviation from the mean rate\n(.*[\u2800-\u28ff].*\n)*.*[\u2801-\u28ff]/,
    );
    expect(stdout).toMatch(/Steps on query \(logarithmic counts\)\n.*█/);
    const plots = stdout.split('\n').filter((line) => /[█\u2800-\u28ff]/.test(line));
    expect(Math.max(...plots.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('--report writes a page with verdict, system, device and plots', async () => {
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
    expect(page).toMatch(/class="verdict failed".*largest hw_ptr step \d+ frames exceeds/);
    for (const text of ['overhead', 'clock', 'pointer', 'Linux', '48000 Hz', 'block transfer']) {
      expect(page).toContain(text);
    }
    expect(page.match(/<figure>/g)!.length).toBeGreaterThanOrEqual(3);
    expect(page).not.toMatch(/NaN|undefined|https?:\/\/(?!www\.w3\.org)/);
  });

  it('exits 3 if the folder of --report does not exist', async () => {
    const words = ['bench', 'pointer', 'sim', '-d', '0.2', '--report', '/nowhere/x.html'];
    const { code, stderr } = await run(words);
    expect(code).toBe(3);
    expect(stderr).toMatch(/cannot write \/nowhere\/x\.html: ENOENT/);
  });

  it('captures if the device no playback stream', async () => {
    const { code, document } = await runJson(['pointer', 'sim:DIRECTION=capture', '-d', '0.3']);
    expect(code).toBe(0);
    expect(document.experiments[0]!.params.direction).toBe('capture');
  });

  it.each([
    ['frobnicate', /unknown experiment "frobnicate"; expected one of overhead, clock, /],
    ['clokc', /did you mean clock\?/],
  ])('rejects an unknown experiment: %s', async (name, message) => {
    const { code, stdout, stderr } = await run(['bench', name, 'sim']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.each([
    [['pointer', 'sim', '--max-ppm', '3'], /--max-ppm applies to clock only, not to pointer/],
    [['pointer', 'sim', '--raw'], /--raw requires --json/],
    [['pointer', 'sim', '--capture', '--playback'], /--capture.*--playback/],
    [['pointer', 'sim', '--capture-device', 'sim', '--capture'], /--capture-device.*--capture\b/],
    [['pointer', 'sim', '-d', '0'], /--duration\b.*a time/],
  ])('rejects options that do not fit together: %s', async (words, message) => {
    const { code, stderr } = await run(['bench', ...words]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('reports a privilege that was refused', async () => {
    const { code, stderr } = await run(['bench', 'pointer', 'sim', '-d', '0.3', '--cpu', '9999']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/cpu: .*9999.*refused/);
  });

  it('Ctrl-C prints the result so far, starts nothing more, and exits 130', async () => {
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

  it('Ctrl-C with --json prints one document that is not complete', async () => {
    const program = start(['bench', 'pointer', 'sim', '-d', '60', '--warmup', '0', '--json']);
    await catches(program.child.pid!, SIGINT);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    program.child.kill('SIGINT');
    const { code, stdout } = await program.ended;
    expect(code).toBe(130);
    const { experiments } = JSON.parse(stdout) as BenchDocument;
    expect(experiments).toMatchObject([{ experiment: 'pointer', complete: false }]);
    expect(experiments[0]!.seconds).toBeLessThan(10);
  });

  it('shows a progress bar on a terminal', async () => {
    const { stdout, code } = await startOnTerminal(['bench', 'pointer', 'sim', '-d', '1']).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/=+.*-.*pointer {2}0\.\d of 1 s/);
    expect(stdout).toMatch(/granularity.* 1 frame/);
  });
});
