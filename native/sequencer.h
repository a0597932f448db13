#ifndef ALSA_MMAP_SEQUENCER_H_
#define ALSA_MMAP_SEQUENCER_H_

#include <napi.h>

// Declaration as in alsa-lib, so that this header does not need <alsa/asoundlib.h>.
typedef struct _snd_seq snd_seq_t;

namespace alsa_mmap {

/// The JavaScript class `Sequencer(name)`: a client of the ALSA sequencer with one port that
/// others can write to. See `NativeSequencer` in src/device/binding.ts for what JavaScript sees.
///
/// Every method throws an `Error` with the errno that alsa-lib answered and the alsa-lib function
/// as `syscall`; EBADF once it is closed. Opened non-blocking: nothing here waits. A client that
/// is not closed is closed when it is collected or its environment ends.
class Sequencer : public Napi::ObjectWrap<Sequencer> {
 public:
  static Napi::Function Define(Napi::Env env);

  /// snd_seq_open for input, snd_seq_set_client_name, snd_seq_create_simple_port. TypeError for
  /// wrong arguments; ENOENT without a sequencer, EACCES.
  explicit Sequencer(const Napi::CallbackInfo& info);
  ~Sequencer() override;

 private:
  /// snd_seq_client_id and the number of the port.
  Napi::Value Address(const Napi::CallbackInfo& info);
  /// snd_seq_poll_descriptors; ENOTSUP unless there is exactly one.
  Napi::Value Descriptor(const Napi::CallbackInfo& info);
  /// The ports of all clients, with their capabilities and types.
  Napi::Value Ports(const Napi::CallbackInfo& info);
  /// snd_seq_connect_from: messages of that port arrive here. EINVAL for an unknown port, EPERM for
  /// one that cannot be read, EBUSY if it is already connected.
  Napi::Value ConnectFrom(const Napi::CallbackInfo& info);
  /// snd_seq_event_input until there is none left or `into` is full: note on, note off and
  /// controller as MIDI messages; all others are skipped. ENOSPC if events were lost.
  Napi::Value Read(const Napi::CallbackInfo& info);
  /// snd_seq_close. Can be called twice.
  Napi::Value Close(const Napi::CallbackInfo& info);

  /// The open client, or null with EBADF thrown.
  snd_seq_t* Open(const Napi::CallbackInfo& info, const char* syscall) const;
  int CloseHandle();

  snd_seq_t* seq_ = nullptr;
  int port_ = -1;
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_SEQUENCER_H_
