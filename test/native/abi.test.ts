import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  HW_PARAMS,
  InfoFlag,
  MMAP_CONTROL,
  MMAP_OFFSET,
  MMAP_STATUS,
  PCM_STATUS,
  SYNC_PTR,
  SyncFlag,
} from '../../src/device/abi.js';
import { PcmState } from '../../src/device/pcm-state.js';

/** Numbers that the addon asserts against the kernel header when it is compiled, by expression. */
const asserted = assertedNumbers();

function assertedNumbers(): Record<string, number> {
  const source = readFileSync(new URL('../../native/abi.cc', import.meta.url), 'utf8');
  const assertions = source.matchAll(/^static_assert\((.+) == (0x[\da-f]+|\d+)\);$/gm);
  return Object.fromEntries([...assertions].map(([, what, number]) => [what!, Number(number)]));
}

function assertedWithPrefix(prefix: string): Record<string, number> {
  return Object.fromEntries(Object.entries(asserted).filter(([what]) => what.startsWith(prefix)));
}

function withPrefix(prefix: string, numbers: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [prefix + name, value]));
}

/** Assertions for a structure, from its offsets and the C name of each field. */
function structure<T extends { readonly size: number }>(
  name: string,
  offsets: T,
  cFields: Record<Exclude<keyof T, 'size'>, string>,
): Record<string, number> {
  const fields = Object.entries<string>(cFields).map(([field, cField]) => [
    `offsetof(struct ${name}, ${cField})`,
    (offsets as Record<string, number>)[field],
  ]);
  return Object.fromEntries([...fields, [`sizeof(struct ${name})`, offsets.size]]);
}

describe('abi.ts has the asserted numbers', () => {
  it('of the status page', () => {
    expect(asserted).toMatchObject(
      structure('snd_pcm_mmap_status', MMAP_STATUS, {
        state: 'state',
        hwPtr: 'hw_ptr',
        tstampSec: 'tstamp.tv_sec',
        tstampNsec: 'tstamp.tv_nsec',
        suspendedState: 'suspended_state',
        audioTstampSec: 'audio_tstamp.tv_sec',
        audioTstampNsec: 'audio_tstamp.tv_nsec',
      }),
    );
  });

  it('of the control page', () => {
    expect(asserted).toMatchObject(
      structure('snd_pcm_mmap_control', MMAP_CONTROL, {
        applPtr: 'appl_ptr',
        availMin: 'avail_min',
      }),
    );
  });

  it('of the structure and the flags of SYNC_PTR', () => {
    expect(asserted).toMatchObject(
      structure('snd_pcm_sync_ptr', SYNC_PTR, { flags: 'flags', status: 's', control: 'c' }),
    );
    const prefix = 'SNDRV_PCM_SYNC_PTR_';
    expect(assertedWithPrefix(prefix)).toEqual(withPrefix(prefix, SyncFlag));
  });

  it('of the structure of STATUS_EXT', () => {
    expect(asserted).toMatchObject(
      structure('snd_pcm_status', PCM_STATUS, {
        state: 'state',
        triggerSec: 'trigger_tstamp.tv_sec',
        triggerNsec: 'trigger_tstamp.tv_nsec',
        tstampSec: 'tstamp.tv_sec',
        tstampNsec: 'tstamp.tv_nsec',
        applPtr: 'appl_ptr',
        hwPtr: 'hw_ptr',
        delay: 'delay',
        avail: 'avail',
      }),
    );
  });

  it('of the structure of HW_REFINE', () => {
    const { maskCount, intervalCount, intervalMax, intervalBytes, ...rest } = HW_PARAMS;
    const { syncId, syncIdBytes: _, ...params } = rest;
    expect(asserted).toMatchObject({
      ...structure('snd_pcm_hw_params', params, {
        masks: 'masks',
        intervals: 'intervals',
        rmask: 'rmask',
        info: 'info',
        msbits: 'msbits',
        fifoSize: 'fifo_size',
      }),
      'offsetof(struct snd_pcm_hw_params, fifo_size) + sizeof(snd_pcm_uframes_t)': syncId,
      'offsetof(struct snd_interval, max)': intervalMax,
      'sizeof(struct snd_interval)': intervalBytes,
    });
    const maskBytes = asserted['sizeof(struct snd_mask)']!;
    expect(params.masks + maskCount * maskBytes).toBe(params.intervals);
    expect(params.intervals + intervalCount * intervalBytes).toBe(params.rmask);
  });

  it('of the page offsets', () => {
    expect(asserted).toMatchObject({
      SNDRV_PCM_MMAP_OFFSET_STATUS_NEW: MMAP_OFFSET.status,
      SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW: MMAP_OFFSET.control,
    });
  });

  it('of every INFO flag', () => {
    const prefix = 'SNDRV_PCM_INFO_';
    expect(assertedWithPrefix(prefix)).toEqual(withPrefix(prefix, InfoFlag));
  });

  it('of every state', () => {
    const prefix = 'SNDRV_PCM_STATE_';
    expect(assertedWithPrefix(prefix)).toEqual(withPrefix(prefix, PcmState));
  });
});
