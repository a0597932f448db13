#ifndef ALSA_MMAP_SEQUENCER_H_
#define ALSA_MMAP_SEQUENCER_H_

#include <napi.h>

// alsa-lib's own declaration, so that this header does not need <alsa/asoundlib.h>.
typedef struct _snd_seq snd_seq_t;

namespace alsa_mmap {

/// The JavaScript class `Sequencer(name)`: a client of the ALSA sequencer with one port that other
/// clients can write to. See `NativeSequencer` in src/device/binding.ts.
///
/// Every method throws an `Error` with the errno of alsa-lib and the alsa-lib function as
/// `syscall`; EBADF after close. It is opened non-blocking, so no method waits. A client that is
/// not closed is closed when it is collected or its environment ends. JavaScript thread only.
class Sequencer : public Napi::ObjectWrap<Sequencer> {
 public:
  static Napi::Function Define(Napi::Env env);

  /// snd_seq_open for input, snd_seq_set_client_name, snd_seq_create_simple_port. TypeError for
  /// wrong arguments; ENOENT if the machine has no sequencer; EACCES.
  explicit Sequencer(const Napi::CallbackInfo& info);
  ~Sequencer() override;

 private:
  /// address(): numbers of the client (snd_seq_client_id) and of its port.
  Napi::Value Address(const Napi::CallbackInfo& info);
  /// descriptor(): snd_seq_poll_descriptors; ENOTSUP unless there is exactly one.
  Napi::Value Descriptor(const Napi::CallbackInfo& info);
  /// ports(): all ports of all clients, with their capabilities and types.
  Napi::Value Ports(const Napi::CallbackInfo& info);
  /// connectFrom(client, port): snd_seq_connect_from, receives what that port sends. EINVAL if
  /// there is no such port, EPERM if it may not be read, EBUSY if it is already connected.
  Napi::Value ConnectFrom(const Napi::CallbackInfo& info);
  /// read(into): snd_seq_event_input until no event is left or `into` is full. Note on, note off
  /// and controller events become MIDI messages; all others are skipped. Returns the number of
  /// messages. ENOSPC if the kernel dropped events.
  Napi::Value Read(const Napi::CallbackInfo& info);
  /// close(): snd_seq_close. Can be called twice.
  Napi::Value Close(const Napi::CallbackInfo& info);

  /// The open client, or null with EBADF thrown.
  snd_seq_t* RequireOpen(const Napi::CallbackInfo& info, const char* syscall) const;
  int CloseHandle();

  snd_seq_t* seq_ = nullptr;
  int port_ = -1;
};

}  // namespace alsa_mmap

#endif  // ALSA_MMAP_SEQUENCER_H_
