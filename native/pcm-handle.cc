#include "pcm-handle.h"

#include <alsa/asoundlib.h>

#include <utility>

namespace alsa_mmap {

void CloseAll(OpenPcms& pcms) {
  // Close removes the handle from the set.
  while (!pcms.empty()) (*pcms.begin())->Close();
}

int PcmHandle::Open(const std::string& name, int stream, std::shared_ptr<OpenPcms> open_pcms,
                    std::shared_ptr<PcmHandle>* out) {
  constexpr int kMode = SND_PCM_NONBLOCK | SND_PCM_NO_AUTO_RESAMPLE | SND_PCM_NO_AUTO_CHANNELS |
                        SND_PCM_NO_AUTO_FORMAT;
  snd_pcm_t* pcm = nullptr;
  const int error =
      snd_pcm_open(&pcm, name.c_str(), static_cast<snd_pcm_stream_t>(stream), kMode);
  if (error < 0) return error;
  out->reset(new PcmHandle(pcm, std::move(open_pcms)));
  return 0;
}

PcmHandle::PcmHandle(snd_pcm_t* pcm, std::shared_ptr<OpenPcms> open_pcms)
    : pcm_(pcm), open_pcms_(std::move(open_pcms)) {
  open_pcms_->insert(this);
}

PcmHandle::~PcmHandle() { Close(); }

int PcmHandle::Close() {
  if (pcm_ == nullptr) return 0;
  open_pcms_->erase(this);
  return snd_pcm_close(std::exchange(pcm_, nullptr));
}

}  // namespace alsa_mmap
