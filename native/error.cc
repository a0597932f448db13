#include "error.h"

#include <cstdlib>
#include <cstring>

#include "errno-name.h"

namespace alsa_mmap {

namespace {

// Plain C functions, whose results are ignored: in a thread that is being terminated each of them
// can fail, and node-addon-api would abort the process if an error cannot be thrown.

napi_value String(napi_env env, const std::string& text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text.data(), text.size(), &value);
  return value;
}

using CreateError = decltype(napi_create_error)*;

Napi::Value Throw(napi_env env, CreateError create, const std::string& message) {
  napi_value error = nullptr;
  if (create(env, nullptr, String(env, message), &error) == napi_ok) napi_throw(env, error);
  return Napi::Value();
}

}  // namespace

Napi::Value ThrowErrno(Napi::Env env, int error, const std::string& syscall) {
  const int number = std::abs(error);
  const std::string code = ErrnoName(number);
  const std::string message = syscall + ": " + std::strerror(number) + " (" + code + ")";

  napi_value value = nullptr;
  if (napi_create_error(env, String(env, code), String(env, message), &value) != napi_ok) {
    return Napi::Value();
  }
  napi_value errno_value = nullptr;
  napi_create_int32(env, number, &errno_value);
  napi_set_named_property(env, value, "errno", errno_value);
  napi_set_named_property(env, value, "syscall", String(env, syscall));
  napi_throw(env, value);
  return Napi::Value();
}

Napi::Value ThrowTypeError(Napi::Env env, const std::string& message) {
  return Throw(env, napi_create_type_error, message);
}

Napi::Value ThrowRangeError(Napi::Env env, const std::string& message) {
  return Throw(env, napi_create_range_error, message);
}

}  // namespace alsa_mmap
