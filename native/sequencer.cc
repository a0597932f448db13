#include "sequencer.h"

#include <alsa/asoundlib.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <utility>

#include "args.h"
#include "error.h"

namespace alsa_mmap {

namespace {

constexpr int kNotAMidiMessage = -1;

// Packs status, first and second data byte into bits 0-7, 8-15 and 16-23.
int PackMidiMessage(int status, int channel, int data1, int data2) {
  return status | (channel & 0x0f) | (data1 & 0x7f) << 8 | (data2 & 0x7f) << 16;
}

int MidiMessageFrom(const snd_seq_event_t& event) {
  const snd_seq_ev_note_t& note = event.data.note;
  const snd_seq_ev_ctrl_t& control = event.data.control;
  switch (event.type) {
    case SND_SEQ_EVENT_NOTEON:
      return PackMidiMessage(0x90, note.channel, note.note, note.velocity);
    case SND_SEQ_EVENT_NOTEOFF:
      return PackMidiMessage(0x80, note.channel, note.note, note.velocity);
    case SND_SEQ_EVENT_CONTROLLER:
      return PackMidiMessage(0xb0, control.channel, static_cast<int>(control.param), control.value);
    default:
      return kNotAMidiMessage;
  }
}

Napi::Object PortObject(Napi::Env env, const char* client_name, const snd_seq_port_info_t* port) {
  Napi::Object result = Napi::Object::New(env);
  result.Set("client", Napi::Number::New(env, snd_seq_port_info_get_client(port)));
  result.Set("port", Napi::Number::New(env, snd_seq_port_info_get_port(port)));
  result.Set("clientName", Napi::String::New(env, client_name));
  result.Set("portName", Napi::String::New(env, snd_seq_port_info_get_name(port)));
  result.Set("capability", Napi::Number::New(env, snd_seq_port_info_get_capability(port)));
  result.Set("type", Napi::Number::New(env, snd_seq_port_info_get_type(port)));
  return result;
}

}  // namespace

Napi::Function Sequencer::Define(Napi::Env env) {
  return DefineClass(env, "Sequencer",
                     {InstanceMethod<&Sequencer::Address>("address"),
                      InstanceMethod<&Sequencer::Descriptor>("descriptor"),
                      InstanceMethod<&Sequencer::Ports>("ports"),
                      InstanceMethod<&Sequencer::ConnectFrom>("connectFrom"),
                      InstanceMethod<&Sequencer::Read>("read"),
                      InstanceMethod<&Sequencer::Close>("close")});
}

Sequencer::Sequencer(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Sequencer>(info) {
  // The object is not wrapped if its thread is being terminated; its destructor would not run.
  if (IsEmpty()) return;
  const Napi::Env env = info.Env();
  std::string name;
  if (!ReadString(info, 0, "name", &name)) return;
  int error = snd_seq_open(&seq_, "default", SND_SEQ_OPEN_INPUT, SND_SEQ_NONBLOCK);
  if (error < 0) {
    seq_ = nullptr;
    ThrowErrno(env, error, "snd_seq_open");
    return;
  }
  error = snd_seq_set_client_name(seq_, name.c_str());
  if (error < 0) {
    CloseHandle();
    ThrowErrno(env, error, "snd_seq_set_client_name");
    return;
  }
  constexpr unsigned int kCapabilities = SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE;
  constexpr unsigned int kType = SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_APPLICATION;
  port_ = snd_seq_create_simple_port(seq_, name.c_str(), kCapabilities, kType);
  if (port_ < 0) {
    CloseHandle();
    ThrowErrno(env, port_, "snd_seq_create_simple_port");
  }
}

Sequencer::~Sequencer() { CloseHandle(); }

snd_seq_t* Sequencer::RequireOpen(const Napi::CallbackInfo& info, const char* syscall) const {
  if (seq_ == nullptr) ThrowErrno(info.Env(), EBADF, syscall);
  return seq_;
}

int Sequencer::CloseHandle() {
  if (seq_ == nullptr) return 0;
  return snd_seq_close(std::exchange(seq_, nullptr));
}

Napi::Value Sequencer::Address(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  snd_seq_t* seq = RequireOpen(info, "snd_seq_client_id");
  if (seq == nullptr) return Napi::Value();
  const int client = snd_seq_client_id(seq);
  if (client < 0) return ThrowErrno(env, client, "snd_seq_client_id");
  Napi::Object result = Napi::Object::New(env);
  result.Set("client", Napi::Number::New(env, client));
  result.Set("port", Napi::Number::New(env, port_));
  return result;
}

Napi::Value Sequencer::Descriptor(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  snd_seq_t* seq = RequireOpen(info, "snd_seq_poll_descriptors");
  if (seq == nullptr) return Napi::Value();
  const int count = snd_seq_poll_descriptors_count(seq, POLLIN);
  if (count != 1) return ThrowErrno(env, ENOTSUP, "snd_seq_poll_descriptors_count");
  pollfd descriptor = {};
  const int filled = snd_seq_poll_descriptors(seq, &descriptor, 1, POLLIN);
  if (filled < 0) return ThrowErrno(env, filled, "snd_seq_poll_descriptors");
  if (filled != 1) return ThrowErrno(env, ENOTSUP, "snd_seq_poll_descriptors");
  return Napi::Number::New(env, descriptor.fd);
}

Napi::Value Sequencer::Ports(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  snd_seq_t* seq = RequireOpen(info, "snd_seq_query_next_port");
  if (seq == nullptr) return Napi::Value();
  snd_seq_client_info_t* client;
  snd_seq_port_info_t* port;
  snd_seq_client_info_alloca(&client);
  snd_seq_port_info_alloca(&port);

  Napi::Array result = Napi::Array::New(env);
  uint32_t count = 0;
  int error;
  snd_seq_client_info_set_client(client, -1);
  while ((error = snd_seq_query_next_client(seq, client)) >= 0) {
    snd_seq_port_info_set_client(port, snd_seq_client_info_get_client(client));
    snd_seq_port_info_set_port(port, -1);
    while ((error = snd_seq_query_next_port(seq, port)) >= 0) {
      result.Set(count++, PortObject(env, snd_seq_client_info_get_name(client), port));
    }
    if (error != -ENOENT) return ThrowErrno(env, error, "snd_seq_query_next_port");
  }
  if (error != -ENOENT) return ThrowErrno(env, error, "snd_seq_query_next_client");
  return result;
}

Napi::Value Sequencer::ConnectFrom(const Napi::CallbackInfo& info) {
  int client;
  int port;
  if (!ReadInteger(info, 0, "client", 0, 255, &client) ||
      !ReadInteger(info, 1, "port", 0, 255, &port)) {
    return Napi::Value();
  }
  snd_seq_t* seq = RequireOpen(info, "snd_seq_connect_from");
  if (seq == nullptr) return Napi::Value();
  const int error = snd_seq_connect_from(seq, port_, client, port);
  if (error < 0) return ThrowErrno(info.Env(), error, "snd_seq_connect_from");
  return info.Env().Undefined();
}

Napi::Value Sequencer::Read(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Int32s into;
  if (!ReadInt32Array(info, 0, "into", &into)) return Napi::Value();
  snd_seq_t* seq = RequireOpen(info, "snd_seq_event_input");
  if (seq == nullptr) return Napi::Value();
  size_t count = 0;
  while (count < into.length) {
    snd_seq_event_t* event = nullptr;
    const int error = snd_seq_event_input(seq, &event);
    if (error == -EAGAIN) break;
    if (error == -EINTR) continue;
    if (error < 0) return ThrowErrno(env, error, "snd_seq_event_input");
    const int message = event == nullptr ? kNotAMidiMessage : MidiMessageFrom(*event);
    if (message != kNotAMidiMessage) into.data[count++] = message;
  }
  return Napi::Number::New(env, static_cast<double>(count));
}

Napi::Value Sequencer::Close(const Napi::CallbackInfo& info) {
  const int error = CloseHandle();
  if (error < 0) return ThrowErrno(info.Env(), error, "snd_seq_close");
  return info.Env().Undefined();
}

}  // namespace alsa_mmap
