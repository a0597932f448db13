#ifndef ALSA_MMAP_ERRNO_NAME_H_
#define ALSA_MMAP_ERRNO_NAME_H_

#include <string>

namespace alsa_mmap {

/// Symbol of an errno, `EBUSY` for 16. A number unknown to the kernel's PCM code and alsa-lib
/// becomes `E<number>`. The table exists because musl lacks strerrorname_np(3). Any thread.
std::string ErrnoName(int error);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ERRNO_NAME_H_
