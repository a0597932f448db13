#ifndef ALSA_MMAP_ARGS_H_
#define ALSA_MMAP_ARGS_H_

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace alsa_mmap {

// Readers of JavaScript arguments. Each returns false with an exception pending: TypeError for the
// wrong kind, RangeError for a value outside the limits. None of them converts, so none runs
// JavaScript: a handle looked up before stays valid.

/// Memory of a JavaScript object; valid until JavaScript runs again.
struct Bytes {
  uint8_t* data;
  size_t length;
};

/// Int32 elements of a JavaScript object; valid until JavaScript runs again.
struct Int32s {
  int32_t* data;
  size_t length;
};

/// An integer in [min, max].
bool ReadInteger(const Napi::CallbackInfo& info, size_t index, const char* name, double min,
                 double max, double* out);

/// Same, into an integer type that must be able to hold `max`.
template <typename T>
bool ReadInteger(const Napi::CallbackInfo& info, size_t index, const char* name, double min,
                 double max, T* out) {
  double value;
  if (!ReadInteger(info, index, name, min, max, &value)) return false;
  *out = static_cast<T>(value);
  return true;
}

/// A file descriptor: 0 or more. The kernel reports one that is not open (EBADF).
bool ReadDescriptor(const Napi::CallbackInfo& info, size_t index, int* fd);

bool ReadBoolean(const Napi::CallbackInfo& info, size_t index, const char* name, bool* out);

/// A string without NUL, which would end it earlier in C than in JavaScript.
bool ReadString(const Napi::CallbackInfo& info, size_t index, const char* name, std::string* out);

/// An ArrayBuffer of at least `minimum` bytes; a detached one has 0.
bool ReadArrayBuffer(const Napi::CallbackInfo& info, size_t index, const char* name,
                     size_t minimum, Bytes* out);

/// A Uint8Array (a Buffer is one).
bool ReadUint8Array(const Napi::CallbackInfo& info, size_t index, const char* name, Bytes* out);

bool ReadInt32Array(const Napi::CallbackInfo& info, size_t index, const char* name, Int32s* out);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ARGS_H_
