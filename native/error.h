#ifndef ALSA_MMAP_ERROR_H_
#define ALSA_MMAP_ERROR_H_

#include <napi.h>

#include <string>

namespace alsa_mmap {

// Exceptions of the addon. Each function leaves a JavaScript exception pending and returns an empty
// value, so that a callback can end with `return ThrowErrno(...)`. If the thread is being
// terminated nothing is thrown: no JavaScript would see it. Call only on the thread of `env`.

/// Throws an `Error` with `errno` (positive), `code` (its name, such as `'EBUSY'`) and `syscall`
/// (the failed call as in its manual page). `error` can have either sign: errno is positive,
/// alsa-lib returns it negated.
Napi::Value ThrowErrno(Napi::Env env, int error, const std::string& syscall);

/// Throws a `TypeError`: an argument has the wrong type.
Napi::Value ThrowTypeError(Napi::Env env, const std::string& message);

/// Throws a `RangeError`: an argument has the right type and an impossible value.
Napi::Value ThrowRangeError(Napi::Env env, const std::string& message);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ERROR_H_
