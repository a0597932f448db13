#ifndef ALSA_MMAP_ADDON_DATA_H_
#define ALSA_MMAP_ADDON_DATA_H_

#include <memory>

#include "mapping.h"
#include "pcm-handle.h"

namespace alsa_mmap {

/// Resources that one JavaScript environment (the main thread, or a worker) has acquired through
/// this addon. Each environment has its own instance, used on its thread only: nothing is shared,
/// so nothing is locked. The tables are shared_ptr because the order between the finalizers of
/// objects and this destructor is not defined at the end of an environment.
struct AddonData {
  std::shared_ptr<MappingTable> mappings = std::make_shared<MappingTable>();
  std::shared_ptr<OpenPcms> pcms = std::make_shared<OpenPcms>();

  /// Runs when the environment ends and closes the PCMs that are still open. Mappings are left to
  /// the finalizers of their ArrayBuffers, which run once the buffers can no longer be read.
  ~AddonData() { CloseAll(*pcms); }
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ADDON_DATA_H_
