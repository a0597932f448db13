/** Writes text as tracefs' file `trace` has it: events at given times, in order. */

export const OWNER = { comm: 'player', pid: 700 } as const;
export const IDLE = { comm: '<idle>', pid: 0 } as const;
export const STREAM = '0xffff888001';

export interface TestTask {
  readonly comm: string;
  readonly pid: number;
}

export class TraceText {
  readonly #lines: { readonly us: number; readonly text: string }[] = [];
  #cpu = 1;

  /** Sets the CPU of the next events. */
  on(cpu: number): this {
    this.#cpu = cpu;
    return this;
  }

  event(us: number, task: TestTask, event: string, flags = '.....'): this {
    const name = `${task.comm.padStart(16)}-${String(task.pid).padEnd(7)}`;
    const head = `${name} [00${this.#cpu}] ${flags}`;
    const time = (us / 1e6).toFixed(6).padStart(12);
    this.#lines.push({ us, text: `${head} ${time}: ${event}` });
    return this;
  }

  /** A line without a time, after the last event. */
  line(text: string): this {
    this.#lines.push({ us: this.#lines.at(-1)?.us ?? 0, text });
    return this;
  }

  elapsed(us: number, hw: number, appl: number, during: TestTask = IDLE): this {
    const ss = `ss=${STREAM} card=2 dev=0 dir=0 num=0`;
    const probe = '(snd_pcm_period_elapsed+0x4/0x40 [snd_pcm])';
    return this.event(us, during, `elapsed: ${probe} ${ss} hw=${hw} appl=${appl}`, 'd.h1.');
  }

  update(us: number, hw: number, appl: number, during: TestTask = IDLE, flags = 'd.h1.'): this {
    const probe = '(snd_pcm_update_state+0x4/0x100 [snd_pcm])';
    return this.event(us, during, `upd: ${probe} ss=${STREAM} hw=${hw} appl=${appl}`, flags);
  }

  xrun(us: number, hw: number, appl: number, during: TestTask = IDLE, flags = 'd.h1.'): this {
    const ss = `ss=${STREAM} card=2 dev=0 dir=0`;
    const probe = '(__snd_pcm_xrun+0x4/0xc0 [snd_pcm])';
    return this.event(us, during, `xrun: ${probe} ${ss} hw=${hw} appl=${appl} buf=4096`, flags);
  }

  waking(us: number, target: TestTask, by: TestTask = IDLE, flags = 'd.h5.'): this {
    const { comm, pid } = target;
    const event = `sched_waking: comm=${comm} pid=${pid} prio=120 target_cpu=001`;
    return this.event(us, by, event, flags);
  }

  /** `priorities` are the kernel's, of both threads. */
  switch(
    us: number,
    from: TestTask,
    state: string,
    to: TestTask,
    priorities: readonly [number, number] = [120, 120],
  ): this {
    const [prev, next] = [from, to].map(({ comm }) => (comm === '<idle>' ? 'swapper/1' : comm));
    return this.event(
      us,
      from,
      `sched_switch: prev_comm=${prev} prev_pid=${from.pid} prev_prio=${priorities[0]} ` +
        `prev_state=${state} ==> next_comm=${next} next_pid=${to.pid} next_prio=${priorities[1]}`,
      'd..2.',
    );
  }

  call(us: number, number: number, args = '0, 0, 0, 0, 0, 0', task: TestTask = OWNER): this {
    return this.event(us, task, `sys_enter: NR ${number} (${args})`);
  }

  return(us: number, number: number, result = 0, task: TestTask = OWNER): this {
    return this.event(us, task, `sys_exit: NR ${number} = ${result}`);
  }

  signal(us: number, signal: number, target: TestTask, by: TestTask): this {
    const to = `comm=${target.comm} pid=${target.pid}`;
    return this.event(us, by, `signal_generate: sig=${signal} errno=0 code=0 ${to} grp=1 res=0`);
  }

  text(): string {
    const inOrder = this.#lines.toSorted((one, other) => one.us - other.us);
    return ['# tracer: nop', '#', ...inOrder.map(({ text }) => text), ''].join('\n');
  }
}
