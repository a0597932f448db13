import { structLayouts } from './btf.js';

/** Members of the kernel's structures on the way from the list of PCMs to a stream's memory. */
const MEMBERS = [
  'snd_card.number',
  'snd_pcm.card',
  'snd_pcm.list',
  'snd_pcm.device',
  'snd_pcm.streams',
  'snd_pcm_str.substream',
  'snd_pcm_substream.number',
  'snd_pcm_substream.runtime',
  'snd_pcm_substream.next',
  'snd_pcm_substream.pid',
  'snd_pcm_runtime.status',
  'snd_pcm_runtime.control',
  'snd_pcm_runtime.dma_area',
  'snd_pcm_runtime.dma_bytes',
] as const;

export type KernelMember = (typeof MEMBERS)[number];

const STRUCTURES = [...new Set(MEMBERS.map((member) => member.split('.')[0]!))];

/** Offsets of members in bytes, as the BTF of the running kernel has them. */
export class KernelLayout {
  /** Size of `snd_pcm_str`: a PCM has one for playback and one for capture. */
  readonly streamBytes: number;
  readonly #offsets: ReadonlyMap<KernelMember, number>;

  private constructor(offsets: ReadonlyMap<KernelMember, number>, streamBytes: number) {
    this.#offsets = offsets;
    this.streamBytes = streamBytes;
  }

  /**
   * Reads the layout from BTF.
   * @param module BTF of snd_pcm; undefined if it is part of the kernel
   * @returns the name of a member that BTF does not describe
   */
  static parse(kernel: Buffer, module: Buffer | undefined): KernelLayout | KernelMember {
    const found =
      module === undefined
        ? structLayouts(kernel, undefined, STRUCTURES)
        : structLayouts(module, kernel, STRUCTURES);
    const offsets = new Map<KernelMember, number>();
    for (const member of MEMBERS) {
      const [structure = '', name = ''] = member.split('.');
      const offset = found.get(structure)?.offsets.get(name);
      if (offset === undefined) return member;
      offsets.set(member, offset);
    }
    return new KernelLayout(offsets, found.get('snd_pcm_str')!.size);
  }

  offset(member: KernelMember): bigint {
    return BigInt(this.#offsets.get(member)!);
  }
}
