#include "mapping.h"

#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "addon-data.h"
#include "args.h"
#include "error.h"

namespace alsa_mmap {

/// Lives from mmap until the ArrayBuffer's finalizer, which V8 calls some time after the unmap, or
/// instead of it.
struct Mapping {
  void* address;
  size_t length;
  bool mapped;
  std::shared_ptr<MappingTable> table;

  int Unmap() {
    // First, because the kernel can reuse the address for the next mapping at once.
    table->erase(address);
    mapped = false;
    return munmap(address, length);
  }
};

namespace {

constexpr double kMaxSafeInteger = 9007199254740991.0;

// Far above any ring (the kernel refuses rings of more than about 10 MiB), and below the length at
// which V8 fails fatally.
constexpr double kMaxLength = 1 << 30;

// Far more than a program needs. A process can have about 65,530 mappings (vm.max_map_count); if V8
// gets none for itself, it ends the process.
constexpr size_t kMaxMappings = 1024;

// Identifies a detached buffer, which has no address, as one of this addon's.
constexpr napi_type_tag kMappingTag = {0x6f0c7c1f2b8e4d3aULL, 0x9d51e0a7c6434b18ULL};

void Finalize(napi_env, void*, void* hint) {
  Mapping* mapping = static_cast<Mapping*>(hint);
  if (mapping->mapped) mapping->Unmap();
  delete mapping;
}

size_t RoundUpToPage(size_t length) {
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return (length + page - 1) / page * page;
}

// True if Node refused before it took the finalizer: it has no such buffers, or the environment is
// ending and cannot run JavaScript. After any other failure Node calls the finalizer.
bool IsRefusedAtOnce(napi_status status) {
  return status == napi_no_external_buffers_allowed || status == napi_pending_exception ||
         status == napi_cannot_run_js;
}

// Takes over the memory: it is unmapped, or an ArrayBuffer will unmap it.
Napi::Value Wrap(Napi::Env env, void* address, size_t length) {
  auto table = env.GetInstanceData<AddonData>()->mappings;
  auto* mapping = new Mapping{address, length, true, table};
  (*table)[address] = mapping;

  napi_value buffer = nullptr;
  const napi_status status =
      napi_create_external_arraybuffer(env, address, length, Finalize, mapping, &buffer);
  if (status == napi_ok) {
    napi_type_tag_object(env, buffer, &kMappingTag);
    return Napi::Value(env, buffer);
  }
  mapping->Unmap();
  if (IsRefusedAtOnce(status)) delete mapping;
  return ThrowErrno(env, status == napi_no_external_buffers_allowed ? ENOTSUP : ENOMEM,
                    "napi_create_external_arraybuffer");
}

}  // namespace

Napi::Value Map(const Napi::CallbackInfo& info) {
  int fd;
  off_t offset;
  size_t length;
  bool writable;
  if (!ReadDescriptor(info, 0, &fd) ||
      !ReadInteger(info, 1, "offset", 0, kMaxSafeInteger, &offset) ||
      !ReadInteger(info, 2, "length", 1, kMaxLength, &length) ||
      !ReadBoolean(info, 3, "writable", &writable)) {
    return Napi::Value();
  }
  length = RoundUpToPage(length);
  if (info.Env().GetInstanceData<AddonData>()->mappings->size() >= kMaxMappings) {
    return ThrowErrno(info.Env(), ENOMEM, "mmap");
  }

  const int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  void* address = mmap(nullptr, length, protection, MAP_SHARED, fd, offset);
  if (address == MAP_FAILED) return ThrowErrno(info.Env(), errno, "mmap");
  if (madvise(address, length, MADV_DONTFORK) != 0) {
    const int error = errno;
    munmap(address, length);
    return ThrowErrno(info.Env(), error, "madvise");
  }
  return Wrap(info.Env(), address, length);
}

Napi::Value Unmap(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Bytes bytes;
  if (!ReadArrayBuffer(info, 0, "buffer", 0, &bytes)) return Napi::Value();

  const MappingTable& table = *env.GetInstanceData<AddonData>()->mappings;
  const auto found = table.find(bytes.data);
  if (found == table.end()) {
    bool ours = false;
    napi_check_object_type_tag(env, info[0], &kMappingTag, &ours);
    if (ours && bytes.length == 0) return Napi::Boolean::New(env, false);
    return ThrowTypeError(env, "buffer must come from map()");
  }
  Mapping* mapping = found->second;
  if (napi_detach_arraybuffer(env, info[0]) != napi_ok) {
    return ThrowTypeError(env, "buffer cannot be detached");
  }
  if (mapping->Unmap() != 0) return ThrowErrno(env, errno, "munmap");
  return Napi::Boolean::New(env, true);
}

}  // namespace alsa_mmap
