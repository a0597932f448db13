#include "owner-pages.h"

#include <sys/types.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstdint>

#include "args.h"
#include "error.h"

namespace alsa_mmap {

namespace {

// Addresses of 64-bit processes on all supported architectures; exact as a double.
constexpr double kMaxAddress = 9007199254740992.0;  // 2^53

void* Address(uint64_t address) { return reinterpret_cast<void*>(address); }

}  // namespace

Napi::Value ReadOwnerPages(const Napi::CallbackInfo& info) {
  int32_t pid;
  uint64_t status;
  uint64_t control;
  Bytes into;
  if (!ReadInteger(info, 0, "pid", 1, INT32_MAX, &pid) ||
      !ReadInteger(info, 1, "statusAddress", 0, kMaxAddress, &status) ||
      !ReadInteger(info, 2, "controlAddress", 0, kMaxAddress, &control) ||
      !ReadArrayBuffer(info, 3, "into", kOwnerPagesBytes, &into)) {
    return Napi::Value();
  }
  const size_t control_bytes = control == 0 ? 0 : kControlBytes;
  const iovec remote[] = {{Address(status), kStatusBytes},
                          {Address(control), control_bytes},
                          {Address(status), kStatusBytes}};
  const iovec local[] = {{into.data, kStatusBytes},
                         {into.data + kControlOffset, control_bytes},
                         {into.data + kSecondStatusOffset, kStatusBytes}};
  const size_t expected = 2 * kStatusBytes + control_bytes;
  const ssize_t copied = process_vm_readv(pid, local, 3, remote, 3, 0);
  if (copied < 0) return ThrowErrno(info.Env(), errno, "process_vm_readv");
  // A part that is not mapped ends the copy without an errno.
  if (static_cast<size_t>(copied) != expected) {
    return ThrowErrno(info.Env(), EFAULT, "process_vm_readv");
  }
  return info.Env().Undefined();
}

Napi::Value ReadOwnerMemory(const Napi::CallbackInfo& info) {
  int32_t pid;
  uint64_t address;
  Bytes into;
  if (!ReadInteger(info, 0, "pid", 1, INT32_MAX, &pid) ||
      !ReadInteger(info, 1, "address", 0, kMaxAddress, &address) ||
      !ReadUint8Array(info, 2, "into", &into)) {
    return Napi::Value();
  }
  const iovec remote = {Address(address), into.length};
  const iovec local = {into.data, into.length};
  const ssize_t copied = process_vm_readv(pid, &local, 1, &remote, 1, 0);
  if (copied < 0) return ThrowErrno(info.Env(), errno, "process_vm_readv");
  if (static_cast<size_t>(copied) != into.length) {
    return ThrowErrno(info.Env(), EFAULT, "process_vm_readv");
  }
  return info.Env().Undefined();
}

}  // namespace alsa_mmap
