#ifndef ALSA_MMAP_PCM_HANDLE_H_
#define ALSA_MMAP_PCM_HANDLE_H_

#include <memory>
#include <string>
#include <unordered_set>

// alsa-lib's own declaration, so that this header does not need <alsa/asoundlib.h>.
typedef struct _snd_pcm snd_pcm_t;

namespace alsa_mmap {

class PcmHandle;

/// Open PCMs of one environment.
using OpenPcms = std::unordered_set<PcmHandle*>;

/// Closes all of them.
void CloseAll(OpenPcms& pcms);

/// A `snd_pcm_t` and its open state, shared by a `Pcm` and its `HwParams`: the last owner to be
/// destroyed closes it, and after `Close` every owner sees that it is closed. Used only on the
/// thread that opened it, as alsa-lib requires.
class PcmHandle {
 public:
  /// snd_pcm_open, non-blocking and with all automatic conversion disabled, so that the negotiated
  /// parameters are those of the hardware. Returns 0 or a negative errno: ENOENT and ENODEV (no
  /// such card), EBUSY, EACCES, EINVAL.
  static int Open(const std::string& name, int stream, std::shared_ptr<OpenPcms> open_pcms,
                  std::shared_ptr<PcmHandle>* out);

  ~PcmHandle();
  PcmHandle(const PcmHandle&) = delete;
  PcmHandle& operator=(const PcmHandle&) = delete;

  /// snd_pcm_close; 0 if it is already closed. Otherwise 0 or a negative errno: ENODEV if the card
  /// was unplugged, EBADFD while a mapping of the ring is live. The handle is closed in any case.
  int Close();

  /// Null after `Close`.
  snd_pcm_t* get() const { return pcm_; }

 private:
  PcmHandle(snd_pcm_t* pcm, std::shared_ptr<OpenPcms> open_pcms);

  snd_pcm_t* pcm_;
  std::shared_ptr<OpenPcms> open_pcms_;
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_PCM_HANDLE_H_
