#include "pcm-ioctl.h"

#include <poll.h>
#include <sound/asound.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstring>
#include <string>

#include "args.h"
#include "error.h"
#include "system.h"

namespace alsa_mmap {

namespace {

// Returns undefined, or an empty value with the error thrown.
Napi::Value Ioctl(Napi::Env env, const char* name, int fd, unsigned long request,
                  void* argument = nullptr) {
  int result;
  do {
    result = ioctl(fd, request, argument);
  } while (result < 0 && errno == EINTR);
  if (result < 0) return ThrowErrno(env, errno, name);
  return env.Undefined();
}

Napi::Value IoctlOnBuffer(const Napi::CallbackInfo& info, const char* name, unsigned long request,
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

bool ReadPollArguments(const Napi::CallbackInfo& info, pollfd* descriptor, int* timeout_ms) {
  return ReadDescriptor(info, 0, &descriptor->fd) &&
         ReadInteger(info, 1, "events", 0, SHRT_MAX, &descriptor->events) &&
         ReadInteger(info, 2, "timeoutMs", 0, INT_MAX, timeout_ms);
}

// poll(2) that continues after EINTR.
int PollRestarting(pollfd* descriptor, int timeout_ms) {
  const int64_t deadline_ns = MonotonicNs() + static_cast<int64_t>(timeout_ms) * 1000000;
  int ready = poll(descriptor, 1, timeout_ms);
  while (ready < 0 && errno == EINTR) {
    const int64_t left_ns = std::max<int64_t>(0, deadline_ns - MonotonicNs());
    ready = poll(descriptor, 1, static_cast<int>((left_ns + 999999) / 1000000));
  }
  return ready;
}

}  // namespace

Napi::Value SyncPtr(const Napi::CallbackInfo& info) {
  return IoctlOnBuffer(info, "SYNC_PTR", SNDRV_PCM_IOCTL_SYNC_PTR, "block",
                      sizeof(snd_pcm_sync_ptr));
}

Napi::Value StatusExt(const Napi::CallbackInfo& info) {
  return IoctlOnBuffer(info, "STATUS_EXT", SNDRV_PCM_IOCTL_STATUS_EXT, "status",
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

Napi::Value TimeIoctls(const Napi::CallbackInfo& info) {
  int fd;
  std::string name;
  uint32_t count;
  if (!ReadDescriptor(info, 0, &fd) || !ReadString(info, 1, "name", &name) ||
      !ReadInteger(info, 2, "count", 0, UINT32_MAX, &count)) {
    return Napi::Value();
  }
  snd_pcm_sync_ptr sync = {};
  snd_pcm_status status = {};
  snd_pcm_sframes_t delay = 0;
  // Both records are read; neither is written.
  constexpr unsigned int kRead = SNDRV_PCM_SYNC_PTR_APPL | SNDRV_PCM_SYNC_PTR_AVAIL_MIN;
  const struct {
    const char* name;
    unsigned long request;
    void* argument;
    unsigned int flags;
  } known[] = {
      {"SYNC_PTR", SNDRV_PCM_IOCTL_SYNC_PTR, &sync, kRead},
      {"SYNC_PTR HWSYNC", SNDRV_PCM_IOCTL_SYNC_PTR, &sync, kRead | SNDRV_PCM_SYNC_PTR_HWSYNC},
      {"STATUS_EXT", SNDRV_PCM_IOCTL_STATUS_EXT, &status, 0},
      {"DELAY", SNDRV_PCM_IOCTL_DELAY, &delay, 0},
  };
  for (const auto& one : known) {
    if (name != one.name) continue;
    const int64_t begin_ns = MonotonicNs();
    for (uint32_t i = 0; i < count; i++) {
      sync.flags = one.flags;
      if (ioctl(fd, one.request, one.argument) < 0 && errno != EINTR) {
        return ThrowErrno(info.Env(), errno, one.name);
      }
    }
    return Napi::Number::New(info.Env(), static_cast<double>(MonotonicNs() - begin_ns));
  }
  return ThrowRangeError(info.Env(), "unknown ioctl " + name);
}

Napi::Value HwRefine(const Napi::CallbackInfo& info) {
  return IoctlOnBuffer(info, "HW_REFINE", SNDRV_PCM_IOCTL_HW_REFINE, "params",
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
  int timeout_ms;
  if (!ReadPollArguments(info, &descriptor, &timeout_ms)) return Napi::Value();
  const int ready = PollRestarting(&descriptor, timeout_ms);
  if (ready < 0) return ThrowErrno(info.Env(), errno, "poll");
  return Napi::Number::New(info.Env(), ready == 0 ? 0 : descriptor.revents);
}

Napi::Value PollWithTimestamp(const Napi::CallbackInfo& info) {
  pollfd descriptor = {};
  int timeout_ms;
  Bytes timestamp;
  if (!ReadPollArguments(info, &descriptor, &timeout_ms) ||
      !ReadArrayBuffer(info, 3, "timestamp", sizeof(double), &timestamp)) {
    return Napi::Value();
  }
  const int ready = PollRestarting(&descriptor, timeout_ms);
  const int error = errno;
  const double ended_ns = static_cast<double>(MonotonicNs());
  if (ready < 0) return ThrowErrno(info.Env(), error, "poll");
  std::memcpy(timestamp.data, &ended_ns, sizeof ended_ns);
  return Napi::Number::New(info.Env(), ready == 0 ? 0 : descriptor.revents);
}

}  // namespace alsa_mmap
