#ifndef ALSA_MMAP_ERROR_H_
#define ALSA_MMAP_ERROR_H_

#include <napi.h>

#include <string>

namespace alsa_mmap {

// Failure reporting. Each function leaves a JavaScript exception pending and returns an empty
// value, so that a callback ends with `return ThrowErrno(...)`. Only on the thread of `env`. If
// that thread is being terminated nothing is thrown: no JavaScript would see it.

/// An `Error` with `errno` (positive), `code` (`'EBUSY'`) and `syscall`, the call as the manual
/// names it. `error` can have either sign: errno is positive, alsa-lib returns it negated.
Napi::Value ThrowErrno(Napi::Env env, int error, const std::string& syscall);

/// A `TypeError`: an argument of the wrong kind.
Napi::Value ThrowTypeError(Napi::Env env, const std::string& message);

/// A `RangeError`: an argument of the right kind with an impossible value.
Napi::Value ThrowRangeError(Napi::Env env, const std::string& message);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ERROR_H_
