import { didYouMean } from '../device/closest-match.js';
import { AlsaMmapError } from '../device/errors.js';
import { completionCommands } from './completion/commands.js';
import { defineCommand } from './options/parse.js';
import { writeOutput } from './text/terminal-output.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Loads the writer of a shell's script. */
const SCRIPTS = {
  bash: async () => (await import('./completion/bash.js')).bashScript,
  zsh: async () => (await import('./completion/zsh.js')).zshScript,
  fish: async () => (await import('./completion/fish.js')).fishScript,
};

export const completion = defineCommand({
  name: 'completion',
  positionals: { shell: { summary: SHELLS.join(', '), required: true, completion: SHELLS } },
  options: {},
  examples: [
    {
      command: 'alsa-mmap completion bash > ~/.alsa-mmap.bash',
      summary: 'Install for bash: source the file in ~/.bashrc',
    },
    {
      command: 'alsa-mmap completion zsh > ~/.zfunc/_alsa-mmap',
      summary: 'Install for zsh, if ~/.zfunc is in fpath',
    },
    {
      command: 'alsa-mmap completion fish | source',
      summary: 'Load in fish; in config.fish for every session',
    },
  ],
  async run({ shell }) {
    const name = SHELLS.find((each) => each === shell);
    if (name === undefined) {
      const hint = didYouMean(shell, SHELLS);
      throw new AlsaMmapError(
        'USAGE',
        `SHELL: expected ${SHELLS.join(', ')}, got "${shell}"${hint}`,
      );
    }
    const { SIM_KEYS } = await import('../sim/config.js');
    const write = await SCRIPTS[name]();
    writeOutput(write(await completionCommands(), Object.keys(SIM_KEYS)));
    return 0;
  },
});
