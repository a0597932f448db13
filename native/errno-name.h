#ifndef ALSA_MMAP_ERRNO_NAME_H_
#define ALSA_MMAP_ERRNO_NAME_H_

#include <string>

namespace alsa_mmap {

/// Name of a positive errno: `EBUSY` for 16; `E<number>` for a number that neither the kernel's
/// PCM code nor alsa-lib returns. The table is our own because musl has no strerrorname_np(3).
/// Any thread.
std::string ErrnoName(int error);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ERRNO_NAME_H_
