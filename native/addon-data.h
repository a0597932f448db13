#ifndef ALSA_MMAP_ADDON_DATA_H_
#define ALSA_MMAP_ADDON_DATA_H_

#include <memory>

#include "mapping.h"
#include "pcm-handle.h"

namespace alsa_mmap {

/// What one JavaScript environment (the main thread, or a worker) has taken from the system
/// through this addon. There is one for each environment that loaded it, used on that
/// environment's thread only: nothing here is shared, so nothing is locked.
///
/// The tables are shared_ptr because at the end of an environment the order between the
/// finalizers of single objects and this destructor is not promised.
struct AddonData {
  std::shared_ptr<MappingTable> mappings = std::make_shared<MappingTable>();
  std::shared_ptr<OpenPcms> pcms = std::make_shared<OpenPcms>();

  /// Runs when the environment ends and closes the PCMs that are still open. Mappings are left
  /// to their ArrayBuffers' finalizers, which run once the buffers can no longer be read.
  ~AddonData() { CloseAll(*pcms); }
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_ADDON_DATA_H_
