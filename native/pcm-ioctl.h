#ifndef ALSA_MMAP_PCM_IOCTL_H_
#define ALSA_MMAP_PCM_IOCTL_H_

#include <napi.h>

namespace alsa_mmap {

// ioctls and poll(2) of a PCM by its file descriptor. They bypass alsa-lib, whose cached pointers
// they would leave stale. They run on the calling thread and continue after EINTR. Every ioctl can
// fail with EBADF (not open), ENOTTY (not a PCM) and ENODEV (the card was unplugged); `syscall` in
// the error is the ioctl's name without SNDRV_PCM_IOCTL_.

/// `syncPtr(fd, block)`: SNDRV_PCM_IOCTL_SYNC_PTR, in place on a `struct snd_pcm_sync_ptr` (136
/// bytes). The flags APPL and AVAIL_MIN mean *get*; if they are clear, the values of the block are
/// **written** into the kernel. With HWSYNC also EPIPE (xrun), ESTRPIPE (suspended) and EBADFD (no
/// parameters yet); the block is then unchanged. RangeError if the block is too short.
Napi::Value SyncPtr(const Napi::CallbackInfo& info);

/// `channelInfo(fd, channel): {offset, first, step}`: SNDRV_PCM_IOCTL_CHANNEL_INFO, the location of
/// a channel's samples in the ring: `offset` in bytes, `first` and `step` in bits. EBADFD before
/// hw_params, EINVAL if there is no such channel.
Napi::Value ChannelInfo(const Napi::CallbackInfo& info);

/// `statusExt(fd, status)`: SNDRV_PCM_IOCTL_STATUS_EXT, in place on a `struct snd_pcm_status` (152
/// bytes), whose audio_tstamp_data selects the type of audio timestamp. Makes a pointer update if
/// the stream runs. RangeError if the block is too short.
Napi::Value StatusExt(const Napi::CallbackInfo& info);

/// `delay(fd): number`: SNDRV_PCM_IOCTL_DELAY, in frames, after a pointer update as by HWSYNC, with
/// its errors: EPIPE, ESTRPIPE, EBADFD.
Napi::Value Delay(const Napi::CallbackInfo& info);

/// `timeIoctls(fd, name, count): number`: makes the ioctl SYNC_PTR, SYNC_PTR HWSYNC, STATUS_EXT or
/// DELAY, by name, `count` times in a C loop; returns the elapsed nanoseconds. Writes neither
/// appl_ptr nor avail_min. RangeError for another name.
Napi::Value TimeIoctls(const Napi::CallbackInfo& info);

/// `hwRefine(fd, params)`: SNDRV_PCM_IOCTL_HW_REFINE, in place on a `struct snd_pcm_hw_params` (608
/// bytes). Does not change the device. EINVAL if no configuration is left.
Napi::Value HwRefine(const Napi::CallbackInfo& info);

/// `start(fd)`: SNDRV_PCM_IOCTL_START. EBADFD unless PREPARED, EPIPE for a playback stream whose
/// ring is empty.
Napi::Value Start(const Napi::CallbackInfo& info);

/// `xrun(fd)`: SNDRV_PCM_IOCTL_XRUN, stops a RUNNING stream as an xrun does.
Napi::Value Xrun(const Napi::CallbackInfo& info);

/// `poll(fd, events, timeoutMs): number`: poll(2) of one descriptor. Returns revents, or 0 at the
/// time limit; POLLNVAL for a descriptor that is not open. After EINTR it waits for the remaining
/// time, by CLOCK_MONOTONIC. Blocks its thread, and delays the termination of a worker, so the time
/// limit must be finite.
Napi::Value Poll(const Napi::CallbackInfo& info);

/// `pollWithTimestamp(fd, events, timeoutMs, timestamp): number`: as `poll`; the first 8 bytes of
/// `timestamp` receive the time of its return, a double in nanoseconds of CLOCK_MONOTONIC. It is
/// taken here so that it contains neither the return to JavaScript nor another clock.
Napi::Value PollWithTimestamp(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_PCM_IOCTL_H_
