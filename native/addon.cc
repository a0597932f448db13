#include <alsa/asoundlib.h>
#include <napi.h>

#include "addon-data.h"
#include "file-lock.h"
#include "held-stream.h"
#include "hw-params.h"
#include "pcm-ioctl.h"
#include "mapping.h"
#include "memory-lock.h"
#include "owner-pages.h"
#include "pcm.h"
#include "baseline.h"
#include "sequencer.h"
#include "stream-timer.h"
#include "thread-scheduling.h"

namespace alsa_mmap {

namespace {

void IgnoreAlsaLibError(const char* /* file */, int /* line */, const char* /* function */,
                        int /* error */, const char* /* format */, ...) {}

// alsa-lib prints every failure to stderr; here each one is thrown instead. The handler is a global
// of libasound, the only state that environments share: the first one that loads the addon sets it,
// for every user of libasound in the process.
void SilenceAlsaLib() {
  static const int once = snd_lib_error_set_handler(IgnoreAlsaLibError);
  (void)once;
}

template <Napi::Value (*Callback)(const Napi::CallbackInfo&)>
void Export(Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<Callback>(exports.Env(), name));
}

}  // namespace

/// Defines the exports. Called once for each environment that loads the addon, on its thread.
Napi::Object Init(Napi::Env env, Napi::Object exports) {
  SilenceAlsaLib();
  env.SetInstanceData(new AddonData());

  exports.Set("Pcm", Pcm::Define(env));
  exports.Set("HwParams", HwParams::Define(env));
  exports.Set("Sequencer", Sequencer::Define(env));

  Export<Map>(exports, "map");
  Export<Unmap>(exports, "unmap");

  Export<SyncPtr>(exports, "syncPtr");
  Export<ChannelInfo>(exports, "channelInfo");
  Export<StatusExt>(exports, "statusExt");
  Export<Delay>(exports, "delay");
  Export<TimeIoctls>(exports, "timeIoctls");
  Export<HwRefine>(exports, "hwRefine");
  Export<Start>(exports, "start");
  Export<Xrun>(exports, "xrun");
  Export<Poll>(exports, "poll");
  Export<PollWithTimestamp>(exports, "pollWithTimestamp");
  Export<ReadOwnerPages>(exports, "readOwnerPages");
  Export<ReadOwnerMemory>(exports, "readOwnerMemory");
  Export<ReadHeldPages>(exports, "readHeldPages");
  Export<ReadHeldRing>(exports, "readHeldRing");
  Export<OpenStreamTimer>(exports, "openStreamTimer");
  Export<ReadStreamTimer>(exports, "readStreamTimer");

  Export<SetScheduler>(exports, "setScheduler");
  Export<Scheduler>(exports, "scheduler");
  Export<SetAffinity>(exports, "setAffinity");
  Export<Affinity>(exports, "affinity");
  Export<LockableBytes>(exports, "lockableBytes");
  Export<LockMemory>(exports, "lockMemory");
  Export<UnlockMemory>(exports, "unlockMemory");

  Export<LockFile>(exports, "lockFile");

  napi_value empty_call = nullptr;
  napi_create_function(env, "emptyCall", NAPI_AUTO_LENGTH, EmptyCall, nullptr, &empty_call);
  exports.Set("emptyCall", empty_call);
  Export<TimeVolatileReads>(exports, "timeVolatileReads");
  return exports;
}

NODE_API_MODULE(alsa_mmap, Init)

}  // namespace alsa_mmap
