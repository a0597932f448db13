#ifndef ALSA_MMAP_SYSTEM_H_
#define ALSA_MMAP_SYSTEM_H_

#include <time.h>
#include <unistd.h>

#include <cstdint>

namespace alsa_mmap {

/// Time by CLOCK_MONOTONIC, in nanoseconds. Any thread.
inline int64_t MonotonicNs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1000000000 + now.tv_nsec;
}

/// Start of the page that holds `address`. Any thread.
inline uintptr_t RoundDownToPage(uintptr_t address) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  return address / page * page;
}

/// `address` if it is the start of a page, else the start of the next one; the same for a length
/// in bytes. Any thread.
inline uintptr_t RoundUpToPage(uintptr_t address) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  return (address + page - 1) / page * page;
}

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_SYSTEM_H_
