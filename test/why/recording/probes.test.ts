import { describe, expect, it } from 'vitest';
import {
  eventFilters,
  probeDefinitions,
  staleProbes,
  urbProbe,
} from '../../../src/why/recording/probes.js';

function layout(members: Readonly<Record<string, number>>) {
  return { size: 0, offsets: new Map(Object.entries(members)) };
}

/** Layouts of Debian's Linux 6.1 for x86-64. */
const LAYOUTS = new Map([
  ['snd_card', layout({ number: 0 })],
  ['snd_pcm', layout({ card: 0, device: 24 })],
  ['snd_pcm_substream', layout({ pcm: 0, number: 24, stream: 60, runtime: 192, group: 328 })],
  ['snd_pcm_runtime', layout({ rate: 108, buffer_size: 136, status: 264, control: 272 })],
]);

describe('probeDefinitions', () => {
  it('fetches the members by their offsets', () => {
    const [elapsed, , xrun] = probeDefinitions('alsa_mmap_7', LAYOUTS);
    expect(elapsed).toBe(
      'p:alsa_mmap_7/elapsed snd_pcm_period_elapsed ss=$arg1:x64 ' +
        'card=+0(+0(+0($arg1))):s32 dev=+24(+0($arg1)):s32 dir=+60($arg1):s32 ' +
        'num=+24($arg1):s32 group=+328($arg1):x64 rate=+108(+192($arg1)):u32 ' +
        'hw=+8(+264(+192($arg1))):u64 appl=+0(+272(+192($arg1))):u64 ' +
        'min=+8(+272(+192($arg1))):u64 buf=+136(+192($arg1)):u64',
    );
    expect(xrun).toContain('/xrun __snd_pcm_xrun ');
  });

  it('names a member that the kernel does not describe', () => {
    const layouts = new Map(LAYOUTS).set('snd_card', layout({}));
    expect(() => probeDefinitions('alsa_mmap_7', layouts)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        message: expect.stringMatching(/snd_card\.number/),
      }),
    );
  });
});

it('the probe of USB transfers finds the substream by the URB', () => {
  const layouts = new Map(LAYOUTS)
    .set('urb', layout({ context: 168, status: 88, number_of_packets: 156, error_count: 164 }))
    .set('snd_urb_ctx', layout({ ep: 24 }))
    .set('snd_usb_endpoint', layout({ data_subs: 64 }))
    .set('snd_usb_substream', layout({ pcm_substream: 16 }));
  expect(() => urbProbe('alsa_mmap_7', layouts)).toThrow(/urb\.transfer_buffer_length/);
  const lengths = { transfer_buffer_length: 128, actual_length: 132 };
  const members = [...layouts.get('urb')!.offsets, ...Object.entries(lengths)];
  layouts.set('urb', { size: 0, offsets: new Map(members) });
  const substream = '+16(+64(+24(+168($arg1))))';
  expect(urbProbe('alsa_mmap_7', layouts)).toBe(
    `p:alsa_mmap_7/urb snd_complete_urb ss=${substream}:x64 card=+0(+0(+0(${substream}))):s32 ` +
      `dev=+24(+0(${substream})):s32 dir=+60(${substream}):s32 num=+24(${substream}):s32 ` +
      'status=+88($arg1):s32 packets=+156($arg1):s32 failed=+164($arg1):s32 ' +
      'bytes=+128($arg1):u32 actual=+132($arg1):u32',
  );
});

it('a filter has every thread of the owner', () => {
  const filters = new Map(eventFilters('alsa_mmap_7', [7, 8]));
  expect(filters.get('sched/sched_switch')).toBe('');
  expect(filters.get('sched/sched_waking')).toBe('pid==7||pid==8||comm~"irq/*"');
  expect(filters.get('raw_syscalls/sys_enter')).toBe('common_pid==7||common_pid==8');
  expect(filters.get('irq/irq_handler_entry')).toBe('');
  expect(filters.get('alsa_mmap_7/xrun')).toBe('');
  expect(filters.get('alsa_mmap_7/lock')).toBe('common_pid==7||common_pid==8');
});

it('probes are stale if the process of their group is gone; those of others never are', () => {
  const text = [
    'p:alsa_mmap_10/upd snd_pcm_update_state ss=%di:x64',
    'r8:alsa_mmap_10/found __snd_pcm_xrun',
    'p:alsa_mmap_11/upd snd_pcm_update_state ss=%di:x64',
    'p:kprobes/alsa_mmap_12 vfs_read',
    'p:other_10/upd snd_pcm_update_state',
  ].join('\n');
  expect(staleProbes(text, (pid) => pid === 11)).toEqual([
    'alsa_mmap_10/upd',
    'alsa_mmap_10/found',
  ]);
});
