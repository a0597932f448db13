#ifndef ALSA_MMAP_MAPPING_H_
#define ALSA_MMAP_MAPPING_H_

#include <napi.h>

#include <unordered_map>

namespace alsa_mmap {

struct Mapping;

/// The live mappings of one environment by their first address: what `Unmap` may unmap.
using MappingTable = std::unordered_map<void*, Mapping*>;

/// `map(fd, offset, length, writable): ArrayBuffer`.
///
/// mmap(2) MAP_SHARED with PROT_READ (and PROT_WRITE), wrapped in an external ArrayBuffer without
/// a copy; one ArrayBuffer a mapping. `length` is rounded up to whole pages, and so is
/// `byteLength`. The mapping is not inherited by fork(2) (MADV_DONTFORK): a forked child would
/// hold the sound card for as long as it lives. An ArrayBuffer that is never unmapped gives its
/// memory back when it is collected or its environment ends.
///
/// Errors: those of mmap(2), above all EBADF, EACCES (the descriptor's open mode), EINVAL, ENXIO
/// (a page the kernel does not share) and ENODEV. RangeError for a length of 0 or above 1 GiB.
/// ENOMEM if the environment has 1024 mappings already.
/// ENOTSUP, syscall `napi_create_external_arraybuffer`, in a runtime that forbids external
/// buffers, such as Electron.
///
/// A store into a mapping that is not writable is SIGSEGV, an access to a page of a file beyond
/// its end SIGBUS; a caller that hands out views must prevent both.
Napi::Value Map(const Napi::CallbackInfo& info);

/// `unmap(buffer): boolean`.
///
/// Detaches the buffer, so that its views read as empty, then munmap(2), both before it returns.
/// False if it was already unmapped; TypeError for a buffer that `map` did not make. Other
/// native code must not be using the buffer at that time (a write still under way in libuv, say).
Napi::Value Unmap(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_MAPPING_H_
