#!/usr/bin/env sh
':' /* Also a script for sh, which ends at exec.
# Node resets signals that are ignored at its start. HUP is, under nohup(1): bit 0 of the mask.
while read -r key mask; do
  case $key$mask in SigIgn:*[13579bdf]) export ALSA_MMAP_NOHUP=1 ;; esac
done </proc/$$/status
exec node "$0" "$@"
*/
require('../dist/cli/main.cjs');
