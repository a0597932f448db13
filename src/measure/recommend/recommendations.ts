import type { Evidence } from './evidence.js';
import { pipewireSettings } from './pipewire-rules.js';
import { alsaSettings, jackSettings } from './ring-rules.js';
import type { Setting } from './setting.js';

/** Settings for PipeWire, JACK and bare ALSA, each with the figure it rests on. */
export function recommendations(evidence: Evidence): Setting[] {
  return [...pipewireSettings(evidence), ...jackSettings(evidence), ...alsaSettings(evidence)];
}
