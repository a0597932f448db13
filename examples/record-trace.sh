#!/bin/sh
# Records a kernel trace until the next xrun, for "alsa-mmap why --from". Needs root, Linux 6.12 or
# newer, and nothing else. Usage: record-trace.sh [-t SECONDS] [OWNER_TID] > trace.txt
set -eu

limit=3600
if [ "${1-}" = -t ]; then
  limit=$2
  shift 2
fi
owner=${1-}
if [ -z "$owner" ]; then
  owner=$(sed -n 's/^owner_pid *: *//p' /proc/asound/card*/pcm*/sub*/status | head -n 1)
fi
if [ ! -d "/proc/${owner:-none}" ]; then
  echo "record-trace.sh: no stream is open; start it first, or name its owner's thread" >&2
  exit 3
fi
tgid=$(sed -n 's/^Tgid:[[:space:]]*//p' "/proc/$owner/status")

root=/sys/kernel/tracing
[ -e $root/kprobe_events ] || root=/sys/kernel/debug/tracing
if [ ! -w $root/kprobe_events ]; then
  echo "record-trace.sh: cannot write to tracefs; run this as root" >&2
  exit 9
fi
group=alsa_mmap_$$
instance=$root/instances/$group
events=$instance/events

clean() {
  trap - EXIT
  if [ -d "$instance" ]; then
    echo 0 > "$instance/tracing_on"
    echo '!stacktrace' > "$events/$group/xrun/trigger" || true
    echo '!traceoff' > "$events/$group/found/trigger" || true
    echo 0 > "$events/enable"
    rmdir "$instance"
  fi 2> /dev/null
  for probe in elapsed upd xrun found lock; do
    echo "-:$group/$probe" >> $root/kprobe_events
  done 2> /dev/null || true
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

mkdir "$instance"
echo mono > "$instance/trace_clock"
echo 4096 > "$instance/buffer_size_kb"

stream='ss=$arg1:x64 card=substream->pcm->card->number dev=substream->pcm->device'
stream="$stream dir=substream->stream num=substream->number group=substream->group:x64"
stream="$stream rate=substream->runtime->rate"
pointers='hw=substream->runtime->status->hw_ptr appl=substream->runtime->control->appl_ptr'
pointers="$pointers min=substream->runtime->control->avail_min"
probe() {
  if ! echo "$*" 2> /dev/null >> $root/kprobe_events; then
    echo "record-trace.sh: the kernel refuses the probe $1; it takes Linux 6.12 or newer" >&2
    exit 5
  fi
}
probe "p:$group/elapsed snd_pcm_period_elapsed $stream $pointers"
probe "p:$group/upd snd_pcm_update_state ss=\$arg1:x64 $pointers"
probe "p:$group/xrun __snd_pcm_xrun $stream $pointers buf=substream->runtime->buffer_size"
probe "r:$group/found __snd_pcm_xrun"
# The holder of a lock, which a mutex of glibc names.
echo "p:$group/lock futex_wait holder=+u8(\$arg1):u32" 2> /dev/null >> $root/kprobe_events || true

enable() {
  [ -z "${2-}" ] || echo "$2" > "$events/$1/filter"
  echo 1 > "$events/$1/enable"
}
echo stacktrace > "$events/$group/xrun/trigger"
echo traceoff > "$events/$group/found/trigger"
enable $group/elapsed
enable $group/upd
enable $group/xrun
enable $group/found
[ ! -d "$events/$group/lock" ] || enable $group/lock "common_pid==$owner"
enable sched/sched_switch
enable sched/sched_process_exec
# Threads of interrupts, if the kernel has them.
enable sched/sched_waking "pid==$owner || comm ~ \"irq/*\""
enable signal/signal_generate "pid==$owner || pid==$tgid"
enable raw_syscalls/sys_enter "common_pid==$owner"
enable raw_syscalls/sys_exit "common_pid==$owner"
for event in irq/irq_handler_entry irq/irq_handler_exit irq/softirq_entry irq/softirq_exit; do
  enable $event
done
# CPUs without regular ticks (nohz_full) would look stalled.
if ! grep -qs '[0-9]' /sys/devices/system/cpu/nohz_full &&
  [ -d "$events/irq_vectors/local_timer_entry" ]; then
  enable irq_vectors/local_timer_entry
  enable irq_vectors/local_timer_exit
fi
if [ -d "$events/exceptions/page_fault_user" ]; then
  enable exceptions/page_fault_user "common_pid==$owner"
fi

# The trigger stops the recording at the next xrun; nothing reads before.
while [ "$(cat "$instance/tracing_on")" = 1 ] && [ "$limit" -gt 0 ]; do
  sleep 1
  limit=$((limit - 1))
done
echo 0 > "$instance/tracing_on"
cat "$instance/trace"
for thread in "/proc/$tgid/task"/*; do
  echo "# alsa-mmap: thread ${thread##*/} $(cat "$thread/comm")"
  echo "# alsa-mmap: process ${thread##*/} $tgid"
done
for descriptor in "/proc/$tgid/fd"/*; do
  echo "# alsa-mmap: fd $owner ${descriptor##*/} $(readlink "$descriptor")"
done
