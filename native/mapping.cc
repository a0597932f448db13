#include "mapping.h"

#include <sys/mman.h>
#include <sys/types.h>

#include <cerrno>
#include <memory>

#include "addon-data.h"
#include "args.h"
#include "error.h"
#include "system.h"

namespace alsa_mmap {

/// A mapping, from mmap(2) until the finalizer of its ArrayBuffer. V8 calls the finalizer some time
/// after the memory was unmapped; if it never was, the finalizer unmaps it.
struct Mapping {
  void* address;
  size_t length;
  bool mapped;
  std::shared_ptr<MappingTable> table;

  int Unmap() {
    // Before munmap: the kernel can give the address to another mapping at once.
    table->erase(address);
    mapped = false;
    return munmap(address, length);
  }
};

namespace {

constexpr double kMaxSafeInteger = 9007199254740991.0;

// Far above any ring (the kernel refuses rings above some 10 MiB), and below the length that is a
// fatal error in V8.
constexpr double kMaxLengthBytes = 1 << 30;

// Far above the number that a program needs. A process can have some 65,530 mappings
// (vm.max_map_count); if V8 cannot get one for itself, it aborts the process.
constexpr size_t kMaxMappings = 1024;

// Identifies buffers of `Map` after they are detached and have no address.
constexpr napi_type_tag kMappingTag = {0x6f0c7c1f2b8e4d3aULL, 0x9d51e0a7c6434b18ULL};

void FinalizeMapping(napi_env, void*, void* hint) {
  Mapping* mapping = static_cast<Mapping*>(hint);
  if (mapping->mapped) mapping->Unmap();
  delete mapping;
}

// True if Node refused before it took the finalizer: it has no such buffers, or the environment is
// ending and cannot run JavaScript. After any other failure Node calls the finalizer.
bool IsFinalizerUnregistered(napi_status status) {
  return status == napi_no_external_buffers_allowed || status == napi_pending_exception ||
         status == napi_cannot_run_js;
}

// Takes ownership of the memory: on failure it is unmapped, on success the ArrayBuffer unmaps it.
Napi::Value WrapInArrayBuffer(Napi::Env env, void* address, size_t length) {
  auto table = env.GetInstanceData<AddonData>()->mappings;
  auto* mapping = new Mapping{address, length, true, table};
  (*table)[address] = mapping;

  napi_value buffer = nullptr;
  const napi_status status =
      napi_create_external_arraybuffer(env, address, length, FinalizeMapping, mapping, &buffer);
  if (status == napi_ok) {
    napi_type_tag_object(env, buffer, &kMappingTag);
    return Napi::Value(env, buffer);
  }
  mapping->Unmap();
  if (IsFinalizerUnregistered(status)) delete mapping;
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
      !ReadInteger(info, 2, "length", 1, kMaxLengthBytes, &length) ||
      !ReadBoolean(info, 3, "writable", &writable)) {
    return Napi::Value();
  }
  length = RoundUpToPage(length);
  if (info.Env().GetInstanceData<AddonData>()->mappings->size() >= kMaxMappings) {
    return ThrowErrno(info.Env(), ENOMEM, "mmap");
  }

  const int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
  // From Linux 7.3 on, an access to a page of a ring raises SIGBUS after an unplug, unless the page
  // was touched before (snd_pcm_mmap_data_fault).
  void* address = mmap(nullptr, length, protection, MAP_SHARED | MAP_POPULATE, fd, offset);
  if (address == MAP_FAILED) return ThrowErrno(info.Env(), errno, "mmap");
  if (madvise(address, length, MADV_DONTFORK) != 0) {
    const int error = errno;
    munmap(address, length);
    return ThrowErrno(info.Env(), error, "madvise");
  }
  return WrapInArrayBuffer(info.Env(), address, length);
}

Napi::Value Unmap(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Bytes bytes;
  if (!ReadArrayBuffer(info, 0, "buffer", 0, &bytes)) return Napi::Value();

  const MappingTable& table = *env.GetInstanceData<AddonData>()->mappings;
  const auto entry = table.find(bytes.data);
  if (entry == table.end()) {
    bool is_mapping = false;
    napi_check_object_type_tag(env, info[0], &kMappingTag, &is_mapping);
    if (is_mapping && bytes.length == 0) return Napi::Boolean::New(env, false);
    return ThrowTypeError(env, "buffer must come from map()");
  }
  Mapping* mapping = entry->second;
  if (napi_detach_arraybuffer(env, info[0]) != napi_ok) {
    return ThrowTypeError(env, "buffer cannot be detached");
  }
  if (mapping->Unmap() != 0) return ThrowErrno(env, errno, "munmap");
  return Napi::Boolean::New(env, true);
}

}  // namespace alsa_mmap
