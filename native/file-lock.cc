#include "file-lock.h"

#include <sys/file.h>

#include <cerrno>

#include "args.h"
#include "error.h"

namespace alsa_mmap {

Napi::Value LockFile(const Napi::CallbackInfo& info) {
  int fd;
  if (!ReadDescriptor(info, 0, &fd)) return Napi::Value();
  if (flock(fd, LOCK_EX | LOCK_NB) < 0) return ThrowErrno(info.Env(), errno, "flock");
  return info.Env().Undefined();
}

}  // namespace alsa_mmap
