#include "memory-lock.h"

#include <link.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <vector>

#include "error.h"
#include "library-floor.h"
#include "system.h"

namespace alsa_mmap {

namespace {

struct Range {
  uintptr_t start;
  uintptr_t end;
};

// Smallest range of whole pages that contains [start, end).
Range RoundToPages(uintptr_t start, uintptr_t end) {
  return {RoundDownToPage(start), RoundUpToPage(end)};
}

int AddSegments(dl_phdr_info* image, size_t /* size */, void* data) {
  auto* ranges = static_cast<std::vector<Range>*>(data);
  for (int i = 0; i < image->dlpi_phnum; i++) {
    const ElfW(Phdr)& segment = image->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    const uintptr_t start = image->dlpi_addr + segment.p_vaddr;
    ranges->push_back(RoundToPages(start, start + segment.p_memsz));
  }
  return 0;
}

// The part in use of the main thread's stack, which grows; the whole stack of another thread.
int AddStack(std::vector<Range>* ranges) {
  pthread_attr_t attributes;
  int error = pthread_getattr_np(pthread_self(), &attributes);
  if (error != 0) return error;
  void* start = nullptr;
  size_t size = 0;
  error = pthread_attr_getstack(&attributes, &start, &size);
  pthread_attr_destroy(&attributes);
  if (error != 0) return error;
  const bool grows = syscall(SYS_gettid) == getpid();
  const auto lowest = reinterpret_cast<uintptr_t>(start);
  const auto used = reinterpret_cast<uintptr_t>(&attributes);
  ranges->push_back(RoundToPages(grows ? used : lowest, lowest + size));
  return 0;
}

// Returns false with the error thrown.
bool CollectLockableRanges(Napi::Env env, std::vector<Range>* ranges) {
  dl_iterate_phdr(AddSegments, ranges);
  const int error = AddStack(ranges);
  if (error != 0) ThrowErrno(env, error, "pthread_getattr_np");
  return error == 0;
}

Napi::Value TotalBytes(Napi::Env env, const std::vector<Range>& ranges) {
  double bytes = 0;
  for (const Range& range : ranges) bytes += static_cast<double>(range.end - range.start);
  return Napi::Number::New(env, bytes);
}

}  // namespace

Napi::Value LockableBytes(const Napi::CallbackInfo& info) {
  std::vector<Range> ranges;
  if (!CollectLockableRanges(info.Env(), &ranges)) return Napi::Value();
  return TotalBytes(info.Env(), ranges);
}

Napi::Value LockMemory(const Napi::CallbackInfo& info) {
  std::vector<Range> ranges;
  if (!CollectLockableRanges(info.Env(), &ranges)) return Napi::Value();
  for (const Range& range : ranges) {
    if (mlock2(reinterpret_cast<void*>(range.start), range.end - range.start, MLOCK_ONFAULT) == 0) {
      continue;
    }
    const int error = errno;
    munlockall();
    return ThrowErrno(info.Env(), error, "mlock2");
  }
  return TotalBytes(info.Env(), ranges);
}

Napi::Value UnlockMemory(const Napi::CallbackInfo& info) {
  if (munlockall() < 0) return ThrowErrno(info.Env(), errno, "munlockall");
  return info.Env().Undefined();
}

}  // namespace alsa_mmap
