#include "args.h"

#include <climits>
#include <cmath>

#include "error.h"

namespace alsa_mmap {

namespace {

bool WrongType(const Napi::CallbackInfo& info, const char* name, const char* expected) {
  ThrowTypeError(info.Env(), std::string(name) + " must be " + expected);
  return false;
}

bool OutOfRange(const Napi::CallbackInfo& info, const char* name, const std::string& expected) {
  ThrowRangeError(info.Env(), std::string(name) + " must be " + expected);
  return false;
}

bool ReadTypedArray(const Napi::CallbackInfo& info, size_t index, napi_typedarray_type expected,
                    void** data, size_t* length) {
  if (!info[index].IsTypedArray()) return false;
  napi_typedarray_type type;
  return napi_get_typedarray_info(info.Env(), info[index], &type, length, data, nullptr,
                                  nullptr) == napi_ok &&
         type == expected;
}

}  // namespace

bool ReadInteger(const Napi::CallbackInfo& info, size_t index, const char* name, double min,
                 double max, double* out) {
  if (!info[index].IsNumber()) return WrongType(info, name, "a number");
  const double value = info[index].As<Napi::Number>().DoubleValue();
  // NaN and infinities fail here too.
  if (!(value >= min && value <= max) || value != std::floor(value)) {
    return OutOfRange(info, name,
                      "an integer from " + std::to_string(static_cast<int64_t>(min)) + " to " +
                          std::to_string(static_cast<int64_t>(max)));
  }
  *out = value;
  return true;
}

bool ReadDescriptor(const Napi::CallbackInfo& info, size_t index, int* fd) {
  return ReadInteger(info, index, "fd", 0, INT_MAX, fd);
}

bool ReadBoolean(const Napi::CallbackInfo& info, size_t index, const char* name, bool* out) {
  if (!info[index].IsBoolean()) return WrongType(info, name, "a boolean");
  *out = info[index].As<Napi::Boolean>().Value();
  return true;
}

bool ReadString(const Napi::CallbackInfo& info, size_t index, const char* name,
                std::string* out) {
  if (!info[index].IsString()) return WrongType(info, name, "a string");
  *out = info[index].As<Napi::String>().Utf8Value();
  if (out->find('\0') != std::string::npos) {
    return WrongType(info, name, "a string without NUL characters");
  }
  return true;
}

bool ReadArrayBuffer(const Napi::CallbackInfo& info, size_t index, const char* name,
                     size_t min_bytes, Bytes* out) {
  if (!info[index].IsArrayBuffer()) return WrongType(info, name, "an ArrayBuffer");
  void* data = nullptr;
  size_t length = 0;
  if (napi_get_arraybuffer_info(info.Env(), info[index], &data, &length) != napi_ok) {
    return WrongType(info, name, "an ArrayBuffer");
  }
  if (length < min_bytes) {
    return OutOfRange(info, name, std::to_string(min_bytes) + " bytes or more");
  }
  *out = {static_cast<uint8_t*>(data), length};
  return true;
}

bool ReadUint8Array(const Napi::CallbackInfo& info, size_t index, const char* name, Bytes* out) {
  void* data = nullptr;
  size_t length = 0;
  if (!ReadTypedArray(info, index, napi_uint8_array, &data, &length)) {
    return WrongType(info, name, "a Uint8Array");
  }
  *out = {static_cast<uint8_t*>(data), length};
  return true;
}

bool ReadInt32Array(const Napi::CallbackInfo& info, size_t index, const char* name, Int32s* out) {
  void* data = nullptr;
  size_t length = 0;
  if (!ReadTypedArray(info, index, napi_int32_array, &data, &length)) {
    return WrongType(info, name, "an Int32Array");
  }
  *out = {static_cast<int32_t*>(data), length};
  return true;
}

}  // namespace alsa_mmap
