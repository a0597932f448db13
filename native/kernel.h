#ifndef ALSA_MMAP_KERNEL_H_
#define ALSA_MMAP_KERNEL_H_

#include <napi.h>

namespace alsa_mmap {

// Ioctls of the PCM and poll(2), by file descriptor and without alsa-lib, whose copy of the
// pointers these calls make stale. Interrupted calls continue. All of them: EBADF (not open),
// ENOTTY (not a PCM), ENODEV (the card was unplugged). `syscall` in an error is the ioctl's name
// without SNDRV_PCM_IOCTL_. They run on the calling thread.

/// `syncPtr(fd, block)`: SNDRV_PCM_IOCTL_SYNC_PTR, in place on a `struct snd_pcm_sync_ptr`. The
/// flags APPL and AVAIL_MIN mean *get*; if they are clear, the record's values are **written**
/// into the kernel. With HWSYNC also EPIPE (xrun), ESTRPIPE (suspended), EBADFD (no
/// parameters yet); then nothing is returned. RangeError if the record is too short.
Napi::Value SyncPtr(const Napi::CallbackInfo& info);

/// `channelInfo(fd, channel): {offset, first, step}`: SNDRV_PCM_IOCTL_CHANNEL_INFO, the location of
/// the channel's samples in the ring. EBADFD before hw_params, EINVAL for an unknown channel.
Napi::Value ChannelInfo(const Napi::CallbackInfo& info);

/// `statusExt(fd, status)`: SNDRV_PCM_IOCTL_STATUS_EXT, in place on a `struct snd_pcm_status`,
/// whose audio_tstamp_data selects the type of audio timestamp. Makes a pointer update while the
/// stream runs. RangeError if the record is too short.
Napi::Value StatusExt(const Napi::CallbackInfo& info);

/// `delay(fd): number`: SNDRV_PCM_IOCTL_DELAY, in frames, after a pointer update as by HWSYNC;
/// EPIPE, ESTRPIPE, EBADFD as there.
Napi::Value Delay(const Napi::CallbackInfo& info);

/// `hwRefine(fd, params)`: SNDRV_PCM_IOCTL_HW_REFINE, in place on a `struct snd_pcm_hw_params`.
/// Changes nothing in the device. EINVAL if nothing of the space is left.
Napi::Value HwRefine(const Napi::CallbackInfo& info);

/// `start(fd)`: SNDRV_PCM_IOCTL_START. EBADFD unless PREPARED, EPIPE for a playback stream whose
/// ring is empty.
Napi::Value Start(const Napi::CallbackInfo& info);

/// `xrun(fd)`: SNDRV_PCM_IOCTL_XRUN stops a RUNNING stream as an xrun does.
Napi::Value Xrun(const Napi::CallbackInfo& info);

/// `poll(fd, events, timeoutMs): number`: poll(2) of the one descriptor, answering revents, 0 at
/// the time limit. A descriptor that is not open is POLLNVAL, not an error. After EINTR it waits
/// for the rest of the time, by CLOCK_MONOTONIC. Blocks its thread, and a
/// thread that terminates this worker: give a limit.
Napi::Value Poll(const Napi::CallbackInfo& info);

/// `pollWithTimestamp(fd, events, timeoutMs, stamp): number`: the same; the first 8 bytes of
/// `stamp` receive the time of its return by CLOCK_MONOTONIC, a double in nanoseconds, which
/// includes neither the return to JavaScript nor another clock.
Napi::Value PollWithTimestamp(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_KERNEL_H_
