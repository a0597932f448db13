#include "stream-timer.h"

#include <fcntl.h>
#include <poll.h>
#include <sound/asound.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "args.h"
#include "error.h"

namespace alsa_mmap {

namespace {

constexpr unsigned int kFilter =
    1u << SNDRV_TIMER_EVENT_MSTART | 1u << SNDRV_TIMER_EVENT_MSTOP;
constexpr unsigned int kQueuedEvents = 128;
constexpr size_t kReadEvents = 32;

// Returns the ioctl that failed, with errno; null if none did.
const char* SetUp(int fd, const snd_timer_id& id) {
  int enabled = 1;
  if (ioctl(fd, SNDRV_TIMER_IOCTL_TREAD, &enabled) < 0) return "TREAD";
  snd_timer_select select = {};
  select.id = id;
  if (ioctl(fd, SNDRV_TIMER_IOCTL_SELECT, &select) < 0) return "SELECT";
  snd_timer_params params = {};
  params.flags = SNDRV_TIMER_PSFLG_AUTO;
  params.ticks = 1;
  params.queue_size = kQueuedEvents;
  params.filter = kFilter;
  if (ioctl(fd, SNDRV_TIMER_IOCTL_PARAMS, &params) < 0) return "PARAMS";
  return ioctl(fd, SNDRV_TIMER_IOCTL_START) < 0 ? "START" : nullptr;
}

}  // namespace

Napi::Value OpenStreamTimer(const Napi::CallbackInfo& info) {
  snd_timer_id id = {};
  uint32_t subdevice;
  bool capture;
  if (!ReadInteger(info, 0, "card", 0, INT16_MAX, &id.card) ||
      !ReadInteger(info, 1, "device", 0, INT16_MAX, &id.device) ||
      !ReadInteger(info, 2, "subdevice", 0, INT16_MAX, &subdevice) ||
      !ReadBoolean(info, 3, "capture", &capture)) {
    return Napi::Value();
  }
  id.dev_class = SNDRV_TIMER_CLASS_PCM;
  id.dev_sclass = SNDRV_TIMER_SCLASS_NONE;
  id.subdevice = subdevice << 1 | (capture ? 1 : 0);
  const int fd = open("/dev/snd/timer", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return ThrowErrno(info.Env(), errno, "open");
  const char* failed = SetUp(fd, id);
  if (failed != nullptr) {
    const int error = errno;
    close(fd);
    return ThrowErrno(info.Env(), error, failed);
  }
  return Napi::Number::New(info.Env(), fd);
}

Napi::Value ReadStreamTimer(const Napi::CallbackInfo& info) {
  int fd;
  Int32s into;
  if (!ReadDescriptor(info, 0, &fd) || !ReadInt32Array(info, 1, "into", &into)) {
    return Napi::Value();
  }
  // read(2) of a non-blocking descriptor reports no unplug.
  pollfd descriptor = {fd, POLLIN, 0};
  if (poll(&descriptor, 1, 0) < 0 && errno != EINTR) return ThrowErrno(info.Env(), errno, "poll");
  if ((descriptor.revents & POLLNVAL) != 0) return ThrowErrno(info.Env(), EBADF, "poll");
  if ((descriptor.revents & POLLERR) != 0) return ThrowErrno(info.Env(), ENODEV, "poll");
  if ((descriptor.revents & POLLIN) == 0) return Napi::Number::New(info.Env(), 0);
  snd_timer_tread events[kReadEvents];
  const size_t wanted = std::min(into.length, kReadEvents);
  ssize_t bytes;
  do {
    bytes = read(fd, events, wanted * sizeof events[0]);
  } while (bytes < 0 && errno == EINTR);
  if (bytes < 0 && errno != EAGAIN) return ThrowErrno(info.Env(), errno, "read");
  const size_t count = bytes < 0 ? 0 : static_cast<size_t>(bytes) / sizeof events[0];
  for (size_t i = 0; i < count; i++) into.data[i] = events[i].event;
  return Napi::Number::New(info.Env(), static_cast<double>(count));
}

}  // namespace alsa_mmap
