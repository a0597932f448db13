#include "kernel.h"

#include <poll.h>
#include <sound/asound.h>
#include <sys/ioctl.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstring>

#include "args.h"
#include "error.h"

namespace alsa_mmap {

namespace {

// Returns undefined, or throws the error.
Napi::Value Ioctl(Napi::Env env, const char* name, int fd, unsigned long request,
                  void* argument = nullptr) {
  int result;
  do {
    result = ioctl(fd, request, argument);
  } while (result < 0 && errno == EINTR);
  if (result < 0) return ThrowErrno(env, errno, name);
  return env.Undefined();
}

Napi::Value IoctlOnBlock(const Napi::CallbackInfo& info, const char* name, unsigned long request,
                         const char* argument, size_t size) {
  int fd;
  Bytes block;
  if (!ReadDescriptor(info, 0, &fd) || !ReadArrayBuffer(info, 1, argument, size, &block)) {
    return Napi::Value();
  }
  return Ioctl(info.Env(), name, fd, request, block.data);
}

Napi::Value IoctlWithoutArgument(const Napi::CallbackInfo& info, const char* name,
                                 unsigned long request) {
  int fd;
  if (!ReadDescriptor(info, 0, &fd)) return Napi::Value();
  return Ioctl(info.Env(), name, fd, request);
}

int64_t MonotonicNs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1000000000 + now.tv_nsec;
}

bool ReadPoll(const Napi::CallbackInfo& info, pollfd* descriptor, int* timeout) {
  return ReadDescriptor(info, 0, &descriptor->fd) &&
         ReadInteger(info, 1, "events", 0, SHRT_MAX, &descriptor->events) &&
         ReadInteger(info, 2, "timeoutMs", 0, INT_MAX, timeout);
}

// poll(2) that continues after EINTR.
int PollUntil(pollfd* descriptor, int timeout) {
  const int64_t deadline = MonotonicNs() + static_cast<int64_t>(timeout) * 1000000;
  int ready = poll(descriptor, 1, timeout);
  while (ready < 0 && errno == EINTR) {
    const int64_t left = std::max<int64_t>(0, deadline - MonotonicNs());
    ready = poll(descriptor, 1, static_cast<int>((left + 999999) / 1000000));
  }
  return ready;
}

}  // namespace

Napi::Value SyncPtr(const Napi::CallbackInfo& info) {
  return IoctlOnBlock(info, "SYNC_PTR", SNDRV_PCM_IOCTL_SYNC_PTR, "block",
                      sizeof(snd_pcm_sync_ptr));
}

Napi::Value StatusExt(const Napi::CallbackInfo& info) {
  return IoctlOnBlock(info, "STATUS_EXT", SNDRV_PCM_IOCTL_STATUS_EXT, "status",
                      sizeof(snd_pcm_status));
}

Napi::Value Delay(const Napi::CallbackInfo& info) {
  int fd;
  if (!ReadDescriptor(info, 0, &fd)) return Napi::Value();
  snd_pcm_sframes_t delay = 0;
  if (Ioctl(info.Env(), "DELAY", fd, SNDRV_PCM_IOCTL_DELAY, &delay).IsEmpty()) {
    return Napi::Value();
  }
  return Napi::Number::New(info.Env(), static_cast<double>(delay));
}

Napi::Value HwRefine(const Napi::CallbackInfo& info) {
  return IoctlOnBlock(info, "HW_REFINE", SNDRV_PCM_IOCTL_HW_REFINE, "params",
                      sizeof(snd_pcm_hw_params));
}

Napi::Value Start(const Napi::CallbackInfo& info) {
  return IoctlWithoutArgument(info, "START", SNDRV_PCM_IOCTL_START);
}

Napi::Value Xrun(const Napi::CallbackInfo& info) {
  return IoctlWithoutArgument(info, "XRUN", SNDRV_PCM_IOCTL_XRUN);
}

Napi::Value ChannelInfo(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  int fd;
  snd_pcm_channel_info channel = {};
  if (!ReadDescriptor(info, 0, &fd) ||
      !ReadInteger(info, 1, "channel", 0, UINT32_MAX, &channel.channel)) {
    return Napi::Value();
  }
  if (Ioctl(env, "CHANNEL_INFO", fd, SNDRV_PCM_IOCTL_CHANNEL_INFO, &channel).IsEmpty()) {
    return Napi::Value();
  }
  Napi::Object result = Napi::Object::New(env);
  result.Set("offset", Napi::Number::New(env, static_cast<double>(channel.offset)));
  result.Set("first", Napi::Number::New(env, channel.first));
  result.Set("step", Napi::Number::New(env, channel.step));
  return result;
}

Napi::Value Poll(const Napi::CallbackInfo& info) {
  pollfd descriptor = {};
  int timeout;
  if (!ReadPoll(info, &descriptor, &timeout)) return Napi::Value();
  const int ready = PollUntil(&descriptor, timeout);
  if (ready < 0) return ThrowErrno(info.Env(), errno, "poll");
  return Napi::Number::New(info.Env(), ready == 0 ? 0 : descriptor.revents);
}

Napi::Value PollWithTimestamp(const Napi::CallbackInfo& info) {
  pollfd descriptor = {};
  int timeout;
  Bytes stamp;
  if (!ReadPoll(info, &descriptor, &timeout) ||
      !ReadArrayBuffer(info, 3, "stamp", sizeof(double), &stamp)) {
    return Napi::Value();
  }
  const int ready = PollUntil(&descriptor, timeout);
  const int error = errno;
  const double ended = static_cast<double>(MonotonicNs());
  if (ready < 0) return ThrowErrno(info.Env(), error, "poll");
  std::memcpy(stamp.data, &ended, sizeof ended);
  return Napi::Number::New(info.Env(), ready == 0 ? 0 : descriptor.revents);
}

}  // namespace alsa_mmap
