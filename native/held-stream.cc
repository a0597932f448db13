#include "held-stream.h"

#include <fcntl.h>
#include <sound/asound.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include "args.h"
#include "error.h"
#include "owner-pages.h"
#include "system.h"

namespace alsa_mmap {

namespace {

constexpr double kMaxOffset = 1 << 30;  // Far above any ring.
constexpr size_t kTargetArguments = 6;

struct Target {
  uint32_t card;
  uint32_t device;
  uint32_t subdevice;
  bool capture;
  int32_t pid;
  int fd;
};

struct Failure {
  int error;
  const char* syscall;
};

// Owns a descriptor. Closing one of these reports no error: nothing was written.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { Reset(-1); }

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void Reset(int fd) {
    if (fd_ >= 0) close(fd_);
    fd_ = fd;
  }

 private:
  int fd_;
};

bool Fail(Failure* failure, const char* syscall, int error = errno) {
  *failure = {error, syscall};
  return false;
}

bool ReadTarget(const Napi::CallbackInfo& info, Target* target) {
  return ReadInteger(info, 0, "card", 0, INT16_MAX, &target->card) &&
         ReadInteger(info, 1, "device", 0, INT16_MAX, &target->device) &&
         ReadInteger(info, 2, "subdevice", 0, INT16_MAX, &target->subdevice) &&
         ReadBoolean(info, 3, "capture", &target->capture) &&
         ReadInteger(info, 4, "pid", 0, INT32_MAX, &target->pid) &&
         ReadDescriptor(info, 5, &target->fd);
}

int OpenNode(const std::string& name, int flags) {
  return open(("/dev/snd/" + name).c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC | flags);
}

// Attaches to the open substream. Of a PCM with several the kernel attaches to the one that this
// thread prefers, for as long as the control descriptor is open.
bool Attach(const Target& target, Descriptor* stream, Failure* failure) {
  const std::string card = std::to_string(target.card);
  const std::string node = "pcmC" + card + "D" + std::to_string(target.device) +
                           (target.capture ? "c" : "p");
  stream->Reset(OpenNode(node, O_APPEND));
  if (stream->is_open()) return true;
  if (errno != EINVAL) return Fail(failure, "open");
  const Descriptor control(OpenNode("controlC" + card, 0));
  if (!control.is_open()) return Fail(failure, "open");
  int subdevice = static_cast<int>(target.subdevice);
  if (ioctl(control.get(), SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, &subdevice) < 0) {
    return Fail(failure, "PCM_PREFER_SUBDEVICE");
  }
  stream->Reset(OpenNode(node, O_APPEND));
  return stream->is_open() || Fail(failure, "open");
}

// By number: glibc has wrappers from 2.36 on.
bool TakeDescriptor(const Target& target, Descriptor* stream, Failure* failure) {
  const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, target.pid, 0)));
  if (!process.is_open()) return Fail(failure, "pidfd_open");
  stream->Reset(static_cast<int>(syscall(SYS_pidfd_getfd, process.get(), target.fd, 0)));
  return stream->is_open() || Fail(failure, "pidfd_getfd");
}

bool Hold(const Target& target, Descriptor* stream, Failure* failure) {
  const bool is_held = target.pid == 0 ? Attach(target, stream, failure)
                                       : TakeDescriptor(target, stream, failure);
  if (!is_held) return false;
  snd_pcm_info found = {};
  if (ioctl(stream->get(), SNDRV_PCM_IOCTL_INFO, &found) < 0) {
    // ENOTTY: the owner has closed its descriptor, and the number is another file.
    return Fail(failure, "INFO", errno == ENOTTY ? EBADF : errno);
  }
  const int direction = target.capture ? SNDRV_PCM_STREAM_CAPTURE : SNDRV_PCM_STREAM_PLAYBACK;
  const bool is_target = found.card == static_cast<int>(target.card) &&
                         found.device == target.device && found.subdevice == target.subdevice &&
                         found.stream == direction;
  return is_target || Fail(failure, "INFO", EBADF);
}

// With both flags the call reads both records and writes nothing.
bool ReadRecords(const Descriptor& stream, snd_pcm_sync_ptr* records, Failure* failure) {
  *records = {};
  records->flags = SNDRV_PCM_SYNC_PTR_APPL | SNDRV_PCM_SYNC_PTR_AVAIL_MIN;
  return ioctl(stream.get(), SNDRV_PCM_IOCTL_SYNC_PTR, records) == 0 || Fail(failure, "SYNC_PTR");
}

bool RefusesHwParams(snd_pcm_state_t state) {
  return state == SNDRV_PCM_STATE_RUNNING || state == SNDRV_PCM_STATE_XRUN ||
         state == SNDRV_PCM_STATE_DRAINING || state == SNDRV_PCM_STATE_PAUSED ||
         state == SNDRV_PCM_STATE_SUSPENDED;
}

bool CopyRing(const Descriptor& stream, size_t offset, const Bytes& into, Failure* failure) {
  const size_t start = RoundDownToPage(offset);
  const size_t length = RoundUpToPage(offset + into.length) - start;
  void* ring = mmap(nullptr, length, PROT_READ, MAP_SHARED | MAP_POPULATE, stream.get(),
                    static_cast<off_t>(start));
  if (ring == MAP_FAILED) return Fail(failure, "mmap");
  std::memcpy(into.data, static_cast<uint8_t*>(ring) + (offset - start), into.length);
  return munmap(ring, length) == 0 || Fail(failure, "munmap");
}

}  // namespace

Napi::Value ReadHeldPages(const Napi::CallbackInfo& info) {
  Target target;
  Bytes into;
  if (!ReadTarget(info, &target) ||
      !ReadArrayBuffer(info, kTargetArguments, "into", kOwnerPagesBytes, &into)) {
    return Napi::Value();
  }
  Descriptor stream;
  Failure failure;
  snd_pcm_sync_ptr records;
  if (!Hold(target, &stream, &failure) || !ReadRecords(stream, &records, &failure)) {
    return ThrowErrno(info.Env(), failure.error, failure.syscall);
  }
  std::memcpy(into.data, &records.s, kStatusBytes);
  std::memcpy(into.data + kControlOffset, &records.c, kControlBytes);
  std::memcpy(into.data + kSecondStatusOffset, &records.s, kStatusBytes);
  return info.Env().Undefined();
}

Napi::Value ReadHeldRing(const Napi::CallbackInfo& info) {
  Target target;
  size_t offset;
  Bytes into;
  if (!ReadTarget(info, &target) ||
      !ReadInteger(info, kTargetArguments, "byteOffset", 0, kMaxOffset, &offset) ||
      !ReadUint8Array(info, kTargetArguments + 1, "into", &into)) {
    return Napi::Value();
  }
  if (into.length == 0) return info.Env().Undefined();
  Descriptor stream;
  Failure failure;
  snd_pcm_sync_ptr records;
  if (!Hold(target, &stream, &failure) || !ReadRecords(stream, &records, &failure)) {
    return ThrowErrno(info.Env(), failure.error, failure.syscall);
  }
  if (!RefusesHwParams(records.s.status.state)) return ThrowErrno(info.Env(), EBADFD, "mmap");
  if (!CopyRing(stream, offset, into, &failure)) {
    return ThrowErrno(info.Env(), failure.error, failure.syscall);
  }
  return info.Env().Undefined();
}

}  // namespace alsa_mmap
