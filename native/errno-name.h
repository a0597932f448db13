#ifndef ALSA_MMAP_ERRNO_NAME_H_
#define ALSA_MMAP_ERRNO_NAME_H_

#include <string>

namespace alsa_mmap {

/// The symbol of an errno, `EBUSY` for 16. A number that neither the kernel's PCM code nor
/// alsa-lib is known to answer becomes `E<number>`. An own table because strerrorname_np(3)
/// is not in musl. Any thread.
std::string ErrnoName(int error);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ERRNO_NAME_H_
