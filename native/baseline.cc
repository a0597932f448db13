#include "baseline.h"

#include <cstdint>

#include "args.h"
#include "error.h"
#include "system.h"

namespace alsa_mmap {

napi_value EmptyCall(napi_env, napi_callback_info) { return nullptr; }

Napi::Value TimeVolatileReads(const Napi::CallbackInfo& info) {
  Bytes bytes;
  size_t offset;
  uint32_t count;
  if (!ReadArrayBuffer(info, 0, "buffer", sizeof(uint64_t), &bytes) ||
      !ReadInteger(info, 1, "byteOffset", 0,
                   static_cast<double>(bytes.length - sizeof(uint64_t)), &offset) ||
      !ReadInteger(info, 2, "count", 0, UINT32_MAX, &count)) {
    return Napi::Value();
  }
  if ((offset | reinterpret_cast<uintptr_t>(bytes.data)) % sizeof(uint64_t) != 0) {
    return ThrowRangeError(info.Env(), "byteOffset must be a multiple of 8");
  }

  const auto* word = reinterpret_cast<const volatile uint64_t*>(bytes.data + offset);
  const int64_t begin_ns = MonotonicNs();
  for (uint32_t i = 0; i < count; i++) (void)*word;
  return Napi::Number::New(info.Env(), static_cast<double>(MonotonicNs() - begin_ns));
}

}  // namespace alsa_mmap
