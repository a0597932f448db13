#ifndef ALSA_MMAP_ADDON_DATA_H_
#define ALSA_MMAP_ADDON_DATA_H_

#include <memory>

#include "mapping.h"
#include "pcm-handle.h"

namespace alsa_mmap {

/// Resources that one JavaScript environment (the main thread or a worker) holds through this
/// addon. Each environment that loads the addon has its own instance, used on its own thread only:
/// nothing is shared, so nothing is locked.
///
/// The tables are shared_ptr because the end of an environment runs object finalizers and this
/// destructor in no guaranteed order.
struct AddonData {
  std::shared_ptr<MappingTable> mappings = std::make_shared<MappingTable>();
  std::shared_ptr<OpenPcms> pcms = std::make_shared<OpenPcms>();

  /// Runs when the environment ends; closes the PCMs that are still open. Mappings stay until the
  /// finalizers of their ArrayBuffers run, when nothing can read the buffers any more.
  ~AddonData() { CloseAll(*pcms); }
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ADDON_DATA_H_
