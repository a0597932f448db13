/**
 * An addon whose only card is memory of this thread, for ALSA_MMAP_BINDING: S16_LE, 2 channels,
 * 48 kHz. Its hardware moves by the clock when it is asked. With ADDON_FAULT=NAME:N:ERRNO the n-th
 * call of a function fails; FAULT_FIRED names a file that is created then.
 */

const { writeFileSync } = require('node:fs');
const os = require('node:os');

const PAGES = { 2181038080: 'status', 2197815296: 'control' };
const STATE = { SETUP: 1, PREPARED: 2, RUNNING: 3, XRUN: 4, DRAINING: 5 };
const FRAME_BYTES = 4;
const RATE_HZ = 48_000;
const NUMBERS = { access: 0, format: 2, channels: 2, rate: RATE_HZ, periodWakeup: 1 };

const [faultName, faultNth, faultErrno] = (process.env.ADDON_FAULT ?? 'none:0:EIO').split(':');
let calls = 0;

function failure(errno, syscall) {
  const error = new Error(`${errno}: ${syscall}`);
  return Object.assign(error, { code: errno, errno: os.constants.errno[errno], syscall });
}

/** Throws if this is the call that fails. */
function enter(name) {
  if (name !== faultName || ++calls !== Number(faultNth)) return;
  writeFileSync(process.env.FAULT_FIRED, '');
  throw failure(faultErrno, name);
}

const memory = { status: new ArrayBuffer(4096), control: new ArrayBuffer(4096) };
const state = new Int32Array(memory.status, 0, 1);
const status = new BigInt64Array(memory.status, 0, 7);
const control = new BigInt64Array(memory.control, 0, 2);
const sizes = { periodSize: 480, bufferSize: 4800 };
let boundary = 0n;
let isPlayback = true;
let startNs = 0n;
let startFrames = 0n;

/** Moves hw_ptr to where the clock is, as an interrupt does. */
function update() {
  if (state[0] !== STATE.RUNNING && state[0] !== STATE.DRAINING) return;
  const nowNs = process.hrtime.bigint();
  let hwPtr = startFrames + ((nowNs - startNs) * BigInt(RATE_HZ)) / 1_000_000_000n;
  if (isPlayback && hwPtr >= control[0]) {
    hwPtr = control[0];
    state[0] = state[0] === STATE.DRAINING ? STATE.SETUP : STATE.XRUN;
  } else if (!isPlayback && hwPtr - control[0] >= BigInt(sizes.bufferSize)) {
    state[0] = STATE.XRUN;
  }
  status[1] = hwPtr;
  status[2] = nowNs / 1_000_000_000n;
  status[3] = nowNs % 1_000_000_000n;
}

function avail() {
  const filled = status[1] - control[0];
  return isPlayback ? filled + BigInt(sizes.bufferSize) : filled;
}

class Pcm {
  constructor(_name, direction) {
    enter('Pcm');
    isPlayback = direction === 0;
  }
  descriptor() {
    enter('descriptor');
    return 1000;
  }
  typeName() {
    return 'HW';
  }
  info() {
    enter('info');
    return { card: 0, device: 0, subdevice: 0, id: 'Fake', name: 'memory of a test' };
  }
  swParamsCurrent() {
    enter('swParamsCurrent');
    return { boundary };
  }
  swParams(request) {
    enter('swParams');
    control[1] = request.availMin;
    return { boundary, startThreshold: boundary, ...request };
  }
  prepare() {
    enter('prepare');
    state[0] = STATE.PREPARED;
    status[1] = 0n;
    control[0] = 0n;
  }
  drain() {
    enter('drain');
    update();
    if (state[0] === STATE.RUNNING) state[0] = STATE.DRAINING;
  }
  drop() {
    enter('drop');
    state[0] = STATE.SETUP;
  }
  close() {
    enter('close');
  }
}

class HwParams {
  constructor() {
    enter('HwParams');
  }
  test(param, value) {
    return param in sizes || NUMBERS[param] === value;
  }
  set() {}
  setNear(param, value) {
    if (param in sizes) sizes[param] = value;
    return this.get(param);
  }
  min(param) {
    return param in sizes ? 16 : NUMBERS[param];
  }
  max(param) {
    return param in sizes ? 65_536 : NUMBERS[param];
  }
  get(param) {
    return sizes[param] ?? NUMBERS[param];
  }
  install() {
    enter('install');
    boundary = BigInt(sizes.bufferSize) << 32n;
    memory.ring = new ArrayBuffer(sizes.bufferSize * FRAME_BYTES);
    state[0] = STATE.PREPARED;
  }
}

function poll(_fd, _events, timeoutMs) {
  enter('poll');
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    update();
    if (state[0] === STATE.XRUN) return 8;
    if (avail() >= control[1]) return isPlayback ? 4 : 1;
    if (performance.now() >= endMs) return 0;
    Atomics.wait(sleeper, 0, 0, 2);
  }
}

module.exports = {
  Pcm,
  HwParams,
  map(_fd, offset) {
    enter('map');
    return memory[PAGES[offset] ?? 'ring'];
  },
  unmap: () => true,
  channelInfo(_fd, channel) {
    enter('channelInfo');
    return { offset: 0, first: channel * 16, step: FRAME_BYTES * 8 };
  },
  syncPtr(_fd, block) {
    enter('syncPtr');
    const flags = new Uint32Array(block, 0, 1)[0];
    const record = new BigInt64Array(block, 72, 2);
    if ((flags & 1) !== 0) update();
    if ((flags & 2) === 0) control[0] = record[0];
    if ((flags & 4) === 0) control[1] = record[1];
    record.set(control);
    new Uint8Array(block, 8, 56).set(new Uint8Array(memory.status, 0, 56));
  },
  hwRefine(_fd, params) {
    enter('hwRefine');
    new Uint32Array(params)[520 / 4] = 0x1 | 0x2 | 0x100;
  },
  start() {
    enter('start');
    startNs = process.hrtime.bigint();
    startFrames = status[1];
    state[0] = STATE.RUNNING;
  },
  poll,
  pollWithTimestamp(fd, events, timeoutMs, timestamp) {
    const found = poll(fd, events, timeoutMs);
    new Float64Array(timestamp)[0] = Number(process.hrtime.bigint());
    return found;
  },
  scheduler: () => ({ policy: 0, priority: 0, resetOnFork: false }),
  setScheduler() {},
};
