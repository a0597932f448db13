#ifndef ALSA_MMAP_FILE_LOCK_H_
#define ALSA_MMAP_FILE_LOCK_H_

#include <napi.h>

namespace alsa_mmap {

/// `lockFile(fd)`: flock(2) LOCK_EX without waiting. The lock belongs to the open file description
/// and ends with it, also if the process is killed. EAGAIN if another description has it.
Napi::Value LockFile(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_FILE_LOCK_H_
