#ifndef ALSA_MMAP_MAPPING_H_
#define ALSA_MMAP_MAPPING_H_

#include <napi.h>

#include <unordered_map>

namespace alsa_mmap {

struct Mapping;

/// Live mappings of one environment by their first address; only these can be unmapped.
using MappingTable = std::unordered_map<void*, Mapping*>;

/// `map(fd, offset, length, writable): ArrayBuffer`.
///
/// mmap(2) MAP_SHARED with PROT_READ (and PROT_WRITE), as an external ArrayBuffer: no copy, one
/// ArrayBuffer per mapping. `offset` and `length` are bytes; `length` and the `byteLength` of the
/// result are rounded up to whole pages. All pages are touched at once (MAP_POPULATE). fork(2) does
/// not inherit the mapping (MADV_DONTFORK): otherwise a child would hold the sound card for its
/// lifetime. An ArrayBuffer that is never unmapped releases its memory when it is collected or its
/// environment ends. JavaScript thread only.
///
/// Errors: those of mmap(2), mostly EBADF, EACCES (open mode of the descriptor), EINVAL, ENXIO (the
/// kernel does not share this page) and ENODEV. RangeError for a length of 0 or above 1 GiB. ENOMEM
/// if the environment already has 1024 mappings. ENOTSUP with the syscall
/// `napi_create_external_arraybuffer` in a runtime that forbids external buffers, such as Electron.
///
/// A store into a mapping that is not writable raises SIGSEGV; an access to a page beyond the end
/// of a file raises SIGBUS. Code that hands out views must prevent both.
Napi::Value Map(const Napi::CallbackInfo& info);

/// `unmap(buffer): boolean`.
///
/// Detaches the buffer, so that its views become empty, and calls munmap(2), both before it
/// returns. False if the buffer was already unmapped; TypeError for a buffer that `map` did not
/// make. No other native code may use the buffer at that time, such as a pending write of libuv.
/// JavaScript thread only.
Napi::Value Unmap(const Napi::CallbackInfo& info);

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_MAPPING_H_
