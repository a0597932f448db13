#ifndef ALSA_MMAP_ARGS_H_
#define ALSA_MMAP_ARGS_H_

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace alsa_mmap {

// Readers of JavaScript arguments. Each returns false with an exception pending: TypeError for the
// wrong type, RangeError for a value outside the limits. `name` is the parameter's name in that
// message. No reader converts its argument, so none runs JavaScript: a handle that was looked up
// before the call is still valid after it. JavaScript thread only.

/// Memory of a JavaScript object; valid until JavaScript runs again. `length` in bytes.
struct Bytes {
  uint8_t* data;
  size_t length;
};

/// Int32 elements of a JavaScript object; valid until JavaScript runs again. `length` in elements.
struct Int32s {
  int32_t* data;
  size_t length;
};

/// Reads a number without a fraction in [min, max].
bool ReadInteger(const Napi::CallbackInfo& info, size_t index, const char* name, double min,
                 double max, double* out);

/// Reads a number without a fraction in [min, max] into an integer type that can hold `max`.
template <typename T>
bool ReadInteger(const Napi::CallbackInfo& info, size_t index, const char* name, double min,
                 double max, T* out) {
  double value;
  if (!ReadInteger(info, index, name, min, max, &value)) return false;
  *out = static_cast<T>(value);
  return true;
}

/// Reads a file descriptor, 0 or more. The kernel reports one that is not open (EBADF).
bool ReadDescriptor(const Napi::CallbackInfo& info, size_t index, int* fd);

/// Reads a boolean.
bool ReadBoolean(const Napi::CallbackInfo& info, size_t index, const char* name, bool* out);

/// Reads a string. TypeError if it contains NUL, which would end it in C.
bool ReadString(const Napi::CallbackInfo& info, size_t index, const char* name, std::string* out);

/// Reads an ArrayBuffer of `min_bytes` bytes or more. A detached one has 0 bytes.
bool ReadArrayBuffer(const Napi::CallbackInfo& info, size_t index, const char* name,
                     size_t min_bytes, Bytes* out);

/// Reads a Uint8Array; Node's Buffer is one.
bool ReadUint8Array(const Napi::CallbackInfo& info, size_t index, const char* name, Bytes* out);

/// Reads an Int32Array.
bool ReadInt32Array(const Napi::CallbackInfo& info, size_t index, const char* name, Int32s* out);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ARGS_H_
