const XRUN_POLICIES =
  '`recover` prepares and restarts the stream.\n' +
  '`stop` ends it in order, with exit status 6.\n' +
  '`free-run` sets the stream up so that the kernel does not stop it at an xrun; lost frames\n' +
  'are reported all the same.';

const PLAYBACK_EVENTS =
  'Each line is an object alsa-mmap.stream/1: the event `opened`, a `progress` per second,\n' +
  '`xrun` and `suspend`, and `totals` at the end.';

const memberLines = (path: string) =>
  `A line per member of the JSON document: its path, such as \`${path}\`, and its value.`;

/**
 * Sentences of the manual about an option, by key; `command.key` takes precedence over `key`.
 * Markup: `code`, *PLACEHOLDER*, **name**, a blank line between paragraphs.
 */
export const OPTION_DETAILS: Readonly<Record<string, string>> = {
  format:
    'Common formats are `S16_LE`, `S24_3LE` and `FLOAT_LE`; **alsa-mmap**(1) lists all.\n' +
    '`cd` is S16_LE with 2 channels at 44100 Hz, `dat` the same at 48000 Hz; `--channels`\n' +
    'and `--rate` override a preset.\n' +
    'A device that does not support the format refuses it: nothing is converted.',
  'play.format':
    'The default is the first format that the device supports and that holds every sample of\n' +
    'the file exactly: one of the same width, else an integer format of more bits for integers.\n' +
    'The header line and the event `opened` (`conversion`) show if samples were widened.\n' +
    'With `--type=raw` it is the format of the samples; `cd` and `dat` also set channels\n' +
    'and rate.',
  'play.channels': 'A WAV file has its own.',
  'play.rate': 'A WAV file has its own.',
  'play.monoToAll':
    'The device is opened with the number of channels nearest to one.\n' +
    'Files of several channels are played as they are.',
  'play.start': 'Accurate to the frame. A pipe cannot be started later.',
  'play.loop':
    'Repeats all files in their order, accurate to the frame; `forever` until a signal.\n' +
    'With `--start` only the first time begins there.\n' +
    'A pipe cannot be repeated.',
  channels: 'The device must support exactly this number.',
  rate: 'The device must support exactly this rate.',
  periodSize: 'The nearest size that the device supports is used.',
  bufferSize: 'The nearest size that the device supports is used.',
  start: 'Waits for the first interrupt before the snapshot.',
  watch: 'Ends if the device is removed, or if another process that has the stream open closes it.',
  kernel:
    'For owners that have not mapped the ring, as **aplay**(1) without `-M`, and for\n' +
    'DMA memory that **process_vm_readv**(2) cannot read. Needs /sys/kernel/btf, and a kernel\n' +
    'that is not locked down in confidentiality mode. If it is refused, the other ways are\n' +
    'used, and the reason is reported.',
  hold:
    'Opens the stream (`O_APPEND`), which takes access to its node, or takes the descriptor of\n' +
    'its owner (**pidfd_getfd**(2)), reads, and closes it, all within microseconds.\n' +
    'In that time the kernel refuses **hw_params** and **hw_free** to the owner if the ring is\n' +
    'read, a close of the owner ends the stream only after the read, and an open by another\n' +
    'program is refused.\n' +
    'The ring is read only while the stream runs, drains, is paused, or is stopped by an xrun\n' +
    'or a suspend. Owners that use read and write calls have no ring that could be read.',
  pid:
    'The device is not opened. Of several streams, the first that *DEVICE* and `--capture` or\n' +
    '`--playback` select.',
  gaps:
    'Choose another disk if possible.\n' +
    'The first line is an object alsa-mmap.gaps/1 that describes the recording.\n' +
    'Each further line describes one gap, and is written as soon as the stream continues: its\n' +
    'kind (`xrun`, `suspend`, `fifo-overflow` if the file accepted frames too slowly,\n' +
    '`write-error`), likely cause, frame of the stream, file and frame in the file, time,\n' +
    'duration, frames lost, frames of silence inserted, and the ring fill and wake-up latency\n' +
    'of the last cycle before the gap.\n' +
    'If the report cannot be written, the recording continues and the exit status is 1.',
  fillGaps: '`--duration` counts captured frames only.',
  splitTime:
    'Splits to the frame: instead of *take.wav* there are *take-0001.wav*, *take-0002.wav*\n' +
    'and so on, with no frame missing between them.\n' +
    'The next file is created when its first frame arrives, and replaces a file of that name.\n' +
    'If *FILE* has a time, such as *take-%Y%m%d-%H%M%S.wav*, each file has the time of its\n' +
    'start instead of a number.\n' +
    'Each finished file is reported by a line or by the event `file`.',
  splitSize:
    'The size includes header and cue points.\n' +
    'With `--split-time` the limit that is reached first applies.',
  duration: 'Accurate to the frame.',
  onXrun: XRUN_POLICIES,
  'record.onXrun':
    `${XRUN_POLICIES}\n` +
    'After an xrun that the kernel did not stop, recording continues with the oldest frames not\n' +
    'yet overwritten.',
  'why.onXrun':
    '`stop` ends like `--once`.\n' +
    '`signal:`*PID* sends SIGUSR1 to that process.\n' +
    '`shell:`*COMMAND* runs a command without waiting for it.\n' +
    'Its environment has `ALSA_MMAP_XRUN_KIND` and `ALSA_MMAP_XRUN_CAUSE`; its output goes to\n' +
    'stderr.',
  'why.pid': 'Of several streams, the first, unless `--all` is given.',
  'why.kernel':
    'A thread reads state and pointers every millisecond, so that commits through memory have a\n' +
    'time, and the fill is known between two pointer updates.\n' +
    "If the kernel's memory is refused, that of the owner is read.\n" +
    'Without a trace, the samples show the moment of an xrun and the last commits.',
  'why.usb':
    'A transfer has failed if its status or that of a packet is an error.\n' +
    'It is short if not all bytes were sent, or none was received.\n' +
    'Their numbers are printed at the end.\n' +
    'With `--json` each one is a document alsa-mmap.urb/1.',
  'why.report': 'Written at the end: a chapter per xrun, with the fill of the ring.',
  why:
    'Traces this program from when the stream is open, as **alsa-mmap-why**(1) traces others.\n' +
    'Without root, or on `sim`, only likely causes are reported, and the reason.\n' +
    'An xrun that does not stop the stream (`--on-xrun=free-run`) has no account.\n' +
    'With `--json` an event `explaining`, then for each xrun an event `account`,\n' +
    '`missed-account` if the recording no longer has it, or without a trace `likely-cause`.',
  'bench.why':
    'Traces this program from when the device is open, as **alsa-mmap-why**(1) traces others.\n' +
    'Without root, or on `sim`, likely causes are reported, and the reason.\n' +
    'With `--json` they are in the member `why` of the experiment.',
  failOn: 'Frames lost between the ring and the file count as well.',
  realtime:
    'Holds */dev/cpu_dma_latency* open to prevent deep idle states of the processors.\n\n' +
    'The program reports whether this option, `--cpu` and `--mlock` were granted.\n' +
    'If not, it names the limit, capability or permission that is missing, and the stream runs\n' +
    'without it.',
  mlock:
    "Locks the program, its libraries and the stack of the stream's thread, but not V8's heap.",
  noPeriodWakeup: 'Sound servers run like this. A device that cannot do so refuses.',
  tsv:
    'The first line has the names of the columns; what is not known is empty.\n' +
    'With `--watch`, and from `top`, a line follows per snapshot and stream.',
  'info.tsv': memberLines('directions.0.info'),
  'syncptr.tsv': memberLines('after.hwPtr'),
  'bench.tsv': memberLines('clock.result.ppm'),
  'list.json': 'The document is alsa-mmap.list/1.',
  'list.wait':
    '*NAME* is a number, an id, or `hw:`*CARD*[`,`*DEV*].\n' +
    'With a device that PCM must be there, too.',
  'info.json': 'The document is alsa-mmap.info/1.',
  'top.json': 'Each line is a document alsa-mmap.top/1.',
  'status.json': 'The document is alsa-mmap.status/1; with `--watch` one line per snapshot.',
  'syncptr.json': 'The document is alsa-mmap.syncptr/1.',
  'play-sine.json': PLAYBACK_EVENTS,
  'play.json':
    `${PLAYBACK_EVENTS}\n` +
    '`opened` has the `conversion` of the samples; `totals` has the frames of each file and\n' +
    'the time paused.',
  'record.json':
    'Each line is an object alsa-mmap.stream/1: the event `opened`, a `progress` per second,\n' +
    '`xrun`, `suspend`, `fifo-overflow`, `file`, `file-changed` and\n' +
    '`truncated`, and `totals` at the end.',
  'why.json':
    'A document alsa-mmap.why/1 after each recording that has an xrun; without a trace one of\n' +
    'alsa-mmap.likely/1 for each xrun. One of alsa-mmap.missed/1 for an xrun that was not\n' +
    'recorded.',
  'tap.json':
    'Each line is an object alsa-mmap.stream/1: the event `opened`, a `progress` per second,\n' +
    '`xrun` for one of the owner, `fifo-overflow` for frames that were not copied in time, and\n' +
    '`totals` at the end.',
  'tap.failOn': 'Xruns of the owner count as well.',
  quiet: 'With `--json` the document is printed all the same.',
  verbose: 'Adds the device parameters; for an error also errno, system call and stack.',
  noColor: 'Output that does not go to a terminal never has colours.',
  'bench.captureDevice':
    'An example is `hw:Loopback,1` for `hw:Loopback,0`.\n' +
    'pointer measures a loop only with this option.',
  'bench.pointDuration': 'With `--duration` instead, that time is divided among all rings.',
  'bench.work': 'Simulates a program that computes the frames.',
  'bench.level': 'The default is loud: check what is connected.',
  'bench.maxWakeup':
    'The wake-up latency is the time from the interrupt to the return from poll(2).',
  'bench.report': 'The page needs no network.',
  'bench.json':
    'The document alsa-mmap.bench/1 has the system, and for each experiment the device, its\n' +
    'parameters, the plan, the result and the limits.',
  'exporter.json': 'Applies to an error at the start; the metrics have one format.',
  'exporter.quiet': 'Leaves out the address that is printed at the start.',
  'bench.quiet': 'The exit status shows if the limits were kept.',
};
