import { describe, expect, it } from 'vitest';
import {
  InfoFlag,
  MMAP_CONTROL,
  MMAP_STATUS,
  PCM_STATUS,
  SYNC_PTR,
  SyncFlag,
} from '../../src/device/abi.js';
import { native } from './addon.js';

const abi = native.abi();

describe('the table of the kernel header', () => {
  it('agrees with the offsets of the status page', () => {
    expect(abi).toMatchObject({
      'snd_pcm_mmap_status.state': MMAP_STATUS.state,
      'snd_pcm_mmap_status.hw_ptr': MMAP_STATUS.hwPtr,
      'snd_pcm_mmap_status.tstamp': MMAP_STATUS.tstampSec,
      'snd_pcm_mmap_status.tstamp.tv_sec': MMAP_STATUS.tstampSec,
      'snd_pcm_mmap_status.tstamp.tv_nsec': MMAP_STATUS.tstampNsec,
      'snd_pcm_mmap_status.suspended_state': MMAP_STATUS.suspendedState,
      'snd_pcm_mmap_status.audio_tstamp': MMAP_STATUS.audioTstampSec,
      'snd_pcm_mmap_status.audio_tstamp.tv_sec': MMAP_STATUS.audioTstampSec,
      'snd_pcm_mmap_status.audio_tstamp.tv_nsec': MMAP_STATUS.audioTstampNsec,
      'sizeof(snd_pcm_mmap_status)': MMAP_STATUS.size,
    });
  });

  it('agrees with the block of STATUS_EXT', () => {
    expect(abi).toMatchObject({
      'snd_pcm_status.state': PCM_STATUS.state,
      'snd_pcm_status.trigger_tstamp.tv_sec': PCM_STATUS.triggerSec,
      'snd_pcm_status.trigger_tstamp.tv_nsec': PCM_STATUS.triggerNsec,
      'snd_pcm_status.tstamp.tv_sec': PCM_STATUS.tstampSec,
      'snd_pcm_status.tstamp.tv_nsec': PCM_STATUS.tstampNsec,
      'snd_pcm_status.appl_ptr': PCM_STATUS.applPtr,
      'snd_pcm_status.hw_ptr': PCM_STATUS.hwPtr,
      'snd_pcm_status.delay': PCM_STATUS.delay,
      'snd_pcm_status.avail': PCM_STATUS.avail,
      'sizeof(snd_pcm_status)': PCM_STATUS.size,
    });
  });

  it('agrees with the offsets of the control page', () => {
    expect(abi).toMatchObject({
      'snd_pcm_mmap_control.appl_ptr': MMAP_CONTROL.applPtr,
      'snd_pcm_mmap_control.avail_min': MMAP_CONTROL.availMin,
      'sizeof(snd_pcm_mmap_control)': MMAP_CONTROL.size,
    });
  });

  it('agrees with the block and the flags of SYNC_PTR', () => {
    expect(abi).toMatchObject({
      'snd_pcm_sync_ptr.flags': SYNC_PTR.flags,
      'snd_pcm_sync_ptr.s': SYNC_PTR.status,
      'snd_pcm_sync_ptr.c': SYNC_PTR.control,
      'sizeof(snd_pcm_sync_ptr)': SYNC_PTR.size,
      SNDRV_PCM_SYNC_PTR_HWSYNC: SyncFlag.HWSYNC,
      SNDRV_PCM_SYNC_PTR_APPL: SyncFlag.APPL,
      SNDRV_PCM_SYNC_PTR_AVAIL_MIN: SyncFlag.AVAIL_MIN,
    });
  });

  it('agrees with the information bits, as far as this header has them', () => {
    const known = Object.entries(abi).filter(([name]) => name.startsWith('SNDRV_PCM_INFO_'));
    expect(known.length).toBeGreaterThanOrEqual(16);
    expect(InfoFlag).toMatchObject(
      Object.fromEntries(known.map(([name, bit]) => [name.slice('SNDRV_PCM_INFO_'.length), bit])),
    );
  });

  it('has the channel information as the kernel lays it out', () => {
    expect(abi).toMatchObject({
      'snd_pcm_channel_info.channel': 0,
      'snd_pcm_channel_info.offset': 8,
      'snd_pcm_channel_info.first': 16,
      'snd_pcm_channel_info.step': 20,
      'sizeof(snd_pcm_channel_info)': 24,
    });
  });

  it('has the hardware parameters as the kernel lays them out', () => {
    expect(abi).toMatchObject({
      'snd_pcm_hw_params.flags': 0,
      'snd_pcm_hw_params.masks': 4,
      'snd_pcm_hw_params.intervals': 260,
      'snd_pcm_hw_params.rmask': 512,
      'snd_pcm_hw_params.cmask': 516,
      'snd_pcm_hw_params.info': 520,
      'snd_pcm_hw_params.msbits': 524,
      'snd_pcm_hw_params.rate_num': 528,
      'snd_pcm_hw_params.rate_den': 532,
      'sizeof(snd_pcm_hw_params)': 608,
      'sizeof(snd_mask)': 32,
      'sizeof(snd_interval)': 12,
    });
  });

  it('has the places in the map space', () => {
    expect(abi).toMatchObject({
      SNDRV_PCM_MMAP_OFFSET_DATA: 0,
      SNDRV_PCM_MMAP_OFFSET_STATUS_OLD: 0x80000000,
      SNDRV_PCM_MMAP_OFFSET_CONTROL_OLD: 0x81000000,
      SNDRV_PCM_MMAP_OFFSET_STATUS_NEW: 0x82000000,
      SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW: 0x83000000,
    });
  });

  // mips, powerpc and sparc encode the direction and the size in other bits.
  it.runIf(['x64', 'arm64', 'riscv64'].includes(process.arch))('has the requests', () => {
    expect(abi).toMatchObject({
      SNDRV_PCM_IOCTL_PVERSION: 0x80044100,
      SNDRV_PCM_IOCTL_INFO: 0x81204101,
      SNDRV_PCM_IOCTL_USER_PVERSION: 0x40044104,
      SNDRV_PCM_IOCTL_HW_REFINE: 0xc2604110,
      SNDRV_PCM_IOCTL_HW_PARAMS: 0xc2604111,
      SNDRV_PCM_IOCTL_HW_FREE: 0x4112,
      SNDRV_PCM_IOCTL_SW_PARAMS: 0xc0884113,
      SNDRV_PCM_IOCTL_STATUS: 0x80984120,
      SNDRV_PCM_IOCTL_DELAY: 0x80084121,
      SNDRV_PCM_IOCTL_HWSYNC: 0x4122,
      SNDRV_PCM_IOCTL_SYNC_PTR: 0xc0884123,
      SNDRV_PCM_IOCTL_CHANNEL_INFO: 0x80184132,
      SNDRV_PCM_IOCTL_PREPARE: 0x4140,
      SNDRV_PCM_IOCTL_RESET: 0x4141,
      SNDRV_PCM_IOCTL_START: 0x4142,
      SNDRV_PCM_IOCTL_DROP: 0x4143,
      SNDRV_PCM_IOCTL_DRAIN: 0x4144,
      SNDRV_PCM_IOCTL_PAUSE: 0x40044145,
      SNDRV_PCM_IOCTL_REWIND: 0x40084146,
      SNDRV_PCM_IOCTL_RESUME: 0x4147,
      SNDRV_PCM_IOCTL_XRUN: 0x4148,
      SNDRV_PCM_IOCTL_FORWARD: 0x40084149,
    });
  });
});
