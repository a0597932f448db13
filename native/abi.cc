// Compile-time checks of the numbers in src/device/abi.ts: the build fails if the kernel's
// <sound/asound.h> has others. test/native/abi.test.ts compares the numbers here with those in
// TypeScript. They are those of 64-bit machines.

#include <sound/asound.h>

#include <cstddef>

static_assert(sizeof(void*) == 8, "alsa-mmap needs the kernel structures of a 64-bit machine");

// The status page.
static_assert(offsetof(struct snd_pcm_mmap_status, state) == 0);
static_assert(offsetof(struct snd_pcm_mmap_status, hw_ptr) == 8);
static_assert(offsetof(struct snd_pcm_mmap_status, tstamp.tv_sec) == 16);
static_assert(offsetof(struct snd_pcm_mmap_status, tstamp.tv_nsec) == 24);
static_assert(offsetof(struct snd_pcm_mmap_status, suspended_state) == 32);
static_assert(offsetof(struct snd_pcm_mmap_status, audio_tstamp.tv_sec) == 40);
static_assert(offsetof(struct snd_pcm_mmap_status, audio_tstamp.tv_nsec) == 48);
static_assert(sizeof(struct snd_pcm_mmap_status) == 56);

// The control page.
static_assert(offsetof(struct snd_pcm_mmap_control, appl_ptr) == 0);
static_assert(offsetof(struct snd_pcm_mmap_control, avail_min) == 8);
static_assert(sizeof(struct snd_pcm_mmap_control) == 16);

// SYNC_PTR.
static_assert(offsetof(struct snd_pcm_sync_ptr, flags) == 0);
static_assert(offsetof(struct snd_pcm_sync_ptr, s) == 8);
static_assert(offsetof(struct snd_pcm_sync_ptr, c) == 72);
static_assert(sizeof(struct snd_pcm_sync_ptr) == 136);
static_assert(SNDRV_PCM_SYNC_PTR_HWSYNC == 1);
static_assert(SNDRV_PCM_SYNC_PTR_APPL == 2);
static_assert(SNDRV_PCM_SYNC_PTR_AVAIL_MIN == 4);

// STATUS_EXT.
static_assert(offsetof(struct snd_pcm_status, state) == 0);
static_assert(offsetof(struct snd_pcm_status, trigger_tstamp.tv_sec) == 8);
static_assert(offsetof(struct snd_pcm_status, trigger_tstamp.tv_nsec) == 16);
static_assert(offsetof(struct snd_pcm_status, tstamp.tv_sec) == 24);
static_assert(offsetof(struct snd_pcm_status, tstamp.tv_nsec) == 32);
static_assert(offsetof(struct snd_pcm_status, appl_ptr) == 40);
static_assert(offsetof(struct snd_pcm_status, hw_ptr) == 48);
static_assert(offsetof(struct snd_pcm_status, delay) == 56);
static_assert(offsetof(struct snd_pcm_status, avail) == 64);
static_assert(sizeof(struct snd_pcm_status) == 152);

// HW_REFINE.
static_assert(offsetof(struct snd_pcm_hw_params, masks) == 4);
static_assert(offsetof(struct snd_pcm_hw_params, intervals) == 260);
static_assert(offsetof(struct snd_pcm_hw_params, rmask) == 512);
static_assert(offsetof(struct snd_pcm_hw_params, info) == 520);
static_assert(offsetof(struct snd_pcm_hw_params, msbits) == 524);
static_assert(offsetof(struct snd_pcm_hw_params, fifo_size) == 536);
// The sync ID follows; headers before Linux 6.11 have no name for it.
static_assert(offsetof(struct snd_pcm_hw_params, fifo_size) + sizeof(snd_pcm_uframes_t) == 544);
static_assert(sizeof(struct snd_pcm_hw_params) == 608);
static_assert(sizeof(struct snd_mask) == 32);
static_assert(offsetof(struct snd_interval, max) == 4);
static_assert(sizeof(struct snd_interval) == 12);

// Offsets of the pages in a PCM's mmap space.
static_assert(SNDRV_PCM_MMAP_OFFSET_DATA == 0);
static_assert(SNDRV_PCM_MMAP_OFFSET_STATUS_NEW == 0x82000000);
static_assert(SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW == 0x83000000);

// States.
static_assert(SNDRV_PCM_STATE_OPEN == 0);
static_assert(SNDRV_PCM_STATE_SETUP == 1);
static_assert(SNDRV_PCM_STATE_PREPARED == 2);
static_assert(SNDRV_PCM_STATE_RUNNING == 3);
static_assert(SNDRV_PCM_STATE_XRUN == 4);
static_assert(SNDRV_PCM_STATE_DRAINING == 5);
static_assert(SNDRV_PCM_STATE_PAUSED == 6);
static_assert(SNDRV_PCM_STATE_SUSPENDED == 7);
static_assert(SNDRV_PCM_STATE_DISCONNECTED == 8);

// INFO flags.
static_assert(SNDRV_PCM_INFO_MMAP == 0x1);
static_assert(SNDRV_PCM_INFO_MMAP_VALID == 0x2);
static_assert(SNDRV_PCM_INFO_DOUBLE == 0x4);
static_assert(SNDRV_PCM_INFO_BATCH == 0x10);
static_assert(SNDRV_PCM_INFO_SYNC_APPLPTR == 0x20);
static_assert(SNDRV_PCM_INFO_INTERLEAVED == 0x100);
static_assert(SNDRV_PCM_INFO_NONINTERLEAVED == 0x200);
static_assert(SNDRV_PCM_INFO_COMPLEX == 0x400);
static_assert(SNDRV_PCM_INFO_BLOCK_TRANSFER == 0x10000);
static_assert(SNDRV_PCM_INFO_OVERRANGE == 0x20000);
static_assert(SNDRV_PCM_INFO_RESUME == 0x40000);
static_assert(SNDRV_PCM_INFO_PAUSE == 0x80000);
static_assert(SNDRV_PCM_INFO_HALF_DUPLEX == 0x100000);
static_assert(SNDRV_PCM_INFO_JOINT_DUPLEX == 0x200000);
static_assert(SNDRV_PCM_INFO_SYNC_START == 0x400000);
static_assert(SNDRV_PCM_INFO_NO_PERIOD_WAKEUP == 0x800000);
// Newer than the oldest headers that this builds with.
#ifdef SNDRV_PCM_INFO_PERFECT_DRAIN
static_assert(SNDRV_PCM_INFO_PERFECT_DRAIN == 0x40);
#endif
#ifdef SNDRV_PCM_INFO_EXPLICIT_SYNC
static_assert(SNDRV_PCM_INFO_EXPLICIT_SYNC == 0x10000000);
#endif
#ifdef SNDRV_PCM_INFO_NO_REWINDS
static_assert(SNDRV_PCM_INFO_NO_REWINDS == 0x20000000);
#endif
