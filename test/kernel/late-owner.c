/*
 * late-owner DEVICE FILE [LINKED]: plays silence from a ring of four periods. Each SIGUSR1 delays
 * the thread that serves the ring, in the way that FILE names, and prints the time; after an xrun
 * it starts again. LINKED is a device whose stream is linked to the first. The environment variable
 * PERIODS is the number of periods that it fills.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "owner.h"

#define PERIOD 1024
#define DELAY_NS 300000000LL
/* A block device whose requests take long. */
#define DISK "/dev/nullb0"

static volatile sig_atomic_t asked, held;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t wanted;
static snd_pcm_t *pcm, *linked;
static int feeds_linked = 1, pager, periods = 4;
static volatile char *page, *samples;
static short silence[4 * PERIOD * 2];

static void ask(int number)
{
    asked = 1;
}

static void set_avail_min(snd_pcm_t *pcm, snd_pcm_uframes_t frames)
{
    snd_pcm_sw_params_t *params;
    snd_pcm_sw_params_alloca(&params);
    check(snd_pcm_sw_params_current(pcm, params), "sw_params_current");
    check(snd_pcm_sw_params_set_avail_min(pcm, params, frames), "avail_min");
    check(snd_pcm_sw_params(pcm, params), "sw_params");
}

/* A thread that holds the lock for a while, when it is told to. */
static void *hold(void *unused)
{
    struct timespec delay = {0, DELAY_NS};
    pthread_setname_np(pthread_self(), "holder");
    for (;;) {
        sem_wait(&wanted);
        pthread_mutex_lock(&lock);
        held = 1;
        nanosleep(&delay, NULL);
        held = 0;
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void wait_for_lock(void)
{
    sem_post(&wanted);
    while (!held)
        sched_yield();
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
}

static void compute(void)
{
    long long end = now() + DELAY_NS;
    volatile double sum = 0;
    while (now() < end)
        for (int step = 0; step < 100000; step++)
            sum += step;
}

/* Runs for 50 ms, which take longer if others use the CPU, too. */
static void work(void)
{
    clock_t end = clock() + CLOCKS_PER_SEC / 20;
    while (clock() < end)
        ;
}

/* Answers the page faults of `page`, each after a while, as a slow disk would. */
static void *answer(void *unused)
{
    struct timespec delay = {0, DELAY_NS};
    struct uffd_msg message;
    pthread_setname_np(pthread_self(), "pager");
    while (read(pager, &message, sizeof(message)) > 0) {
        struct uffdio_zeropage zero = {.range = {(unsigned long)page, 4096}};
        nanosleep(&delay, NULL);
        ioctl(pager, UFFDIO_ZEROPAGE, &zero);
    }
    return NULL;
}

static void map_page(void)
{
    struct uffdio_api api = {.api = UFFD_API};
    pthread_t thread;
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct uffdio_register range = {
        .range = {(unsigned long)page, 4096},
        .mode = UFFDIO_REGISTER_MODE_MISSING,
    };
    pager = syscall(SYS_userfaultfd, O_CLOEXEC);
    if (pager < 0 || ioctl(pager, UFFDIO_API, &api) < 0 ||
        ioctl(pager, UFFDIO_REGISTER, &range) < 0) {
        perror("userfaultfd");
        exit(1);
    }
    pthread_create(&thread, NULL, answer, NULL);
}

static void fault(void)
{
    (void)*page;
    madvise((void *)page, 4096, MADV_DONTNEED);
}

/* Maps samples of the slow disk, and reads them into memory. */
static void map_samples(void)
{
    int disk = open(DISK, O_RDONLY);
    if (disk < 0)
        return;
    samples = mmap(NULL, 4096, PROT_READ, MAP_SHARED, disk, 0);
    if (samples == MAP_FAILED) {
        perror(DISK);
        exit(1);
    }
    (void)*samples;
}

/* Takes samples that the kernel has paged out, as it does if memory is scarce. */
static void read_samples(void)
{
    unsigned char resident;
    if (madvise((void *)samples, 4096, MADV_PAGEOUT) < 0 ||
        mincore((void *)samples, 4096, &resident) < 0 || (resident & 1)) {
        perror("MADV_PAGEOUT");
        exit(1);
    }
    (void)*samples;
}

/* Reads a part of the slow disk that is not in memory. */
static void read_disk(void)
{
    char byte;
    int disk = open(DISK, O_RDONLY);
    if (pread(disk, &byte, 1, 1 << 20) < 0)
        perror(DISK);
    posix_fadvise(disk, 0, 0, POSIX_FADV_DONTNEED);
    close(disk);
}

/* Writes into a pipe, after a while, from which the owner reads. */
static void *feed(void *end)
{
    struct timespec delay = {0, DELAY_NS};
    nanosleep(&delay, NULL);
    if (write(*(int *)end, "", 1) < 0)
        perror("write");
    return NULL;
}

static void read_pipe(void)
{
    int ends[2];
    char byte;
    pthread_t feeder;
    if (pipe(ends) < 0 || pthread_create(&feeder, NULL, feed, &ends[1]) != 0)
        exit(1);
    if (read(ends[0], &byte, 1) < 0)
        perror("read");
    pthread_join(feeder, NULL);
    close(ends[0]);
    close(ends[1]);
}

static void delay(const char *how)
{
    struct timespec pause = {0, DELAY_NS};
    if (!strcmp(how, "compute"))
        compute();
    else if (!strcmp(how, "work"))
        work();
    else if (!strcmp(how, "lock"))
        wait_for_lock();
    else if (!strcmp(how, "fault"))
        fault();
    else if (!strcmp(how, "page-out"))
        read_samples();
    else if (!strcmp(how, "disk"))
        read_disk();
    else if (!strcmp(how, "avail-min"))
        set_avail_min(pcm, 4 * PERIOD);
    else if (!strcmp(how, "pipe"))
        read_pipe();
    else if (!strcmp(how, "linked"))
        feeds_linked = 0;
    else if (!strcmp(how, "sleep"))
        nanosleep(&pause, NULL);
}

static void set_up(snd_pcm_t **stream, const char *name)
{
    snd_pcm_hw_params_t *params;
    snd_pcm_hw_params_alloca(&params);
    check(snd_pcm_open(stream, name, SND_PCM_STREAM_PLAYBACK, 0), "open");
    snd_pcm_t *pcm = *stream;
    check(snd_pcm_hw_params_any(pcm, params), "any");
    check(snd_pcm_hw_params_set_access(pcm, params, SND_PCM_ACCESS_MMAP_INTERLEAVED), "access");
    check(snd_pcm_hw_params_set_format(pcm, params, SND_PCM_FORMAT_S16_LE), "format");
    check(snd_pcm_hw_params_set_channels(pcm, params, 2), "channels");
    check(snd_pcm_hw_params_set_rate(pcm, params, 48000, 0), "rate");
    check(snd_pcm_hw_params_set_period_size(pcm, params, PERIOD, 0), "period");
    check(snd_pcm_hw_params_set_buffer_size(pcm, params, 4 * PERIOD), "buffer");
    check(snd_pcm_hw_params(pcm, params), "hw_params");
    snd_pcm_sw_params_t *sw_params;
    snd_pcm_sw_params_alloca(&sw_params);
    check(snd_pcm_sw_params_current(pcm, sw_params), "sw_params_current");
    /* A write does not start it: linked streams start when both rings are full. */
    check(snd_pcm_sw_params_set_start_threshold(pcm, sw_params, 5 * PERIOD), "start_threshold");
    check(snd_pcm_sw_params(pcm, sw_params), "sw_params");
}

/* Wakes when a period of those that are filled was played. */
static void wake_after_period(snd_pcm_t *pcm)
{
    set_avail_min(pcm, (5 - periods) * PERIOD);
}

/* Fills whole periods; false after an xrun. */
static int fill(snd_pcm_t *pcm)
{
    snd_pcm_sframes_t avail = snd_pcm_avail_update(pcm);
    if (avail >= 0)
        avail -= (4 - periods) * PERIOD;
    if (avail >= PERIOD)
        avail = snd_pcm_mmap_writei(pcm, silence, avail - avail % PERIOD);
    if (avail != -EPIPE)
        check(avail, "avail");
    return avail != -EPIPE;
}

static void delay_as_file_names(const char *file)
{
    char how[32] = "";
    int descriptor = open(file, O_RDONLY);
    if (descriptor < 0 || read(descriptor, how, sizeof(how) - 1) < 0)
        perror(file);
    close(descriptor);
    printf("%lld\n", now());
    fflush(stdout);
    delay(how);
}

int main(int count, char **words)
{
    pthread_t holder;
    if (count < 3)
        return 2;
    map_page();
    map_samples();
    signal(SIGUSR1, ask);
    if (getenv("PERIODS") != NULL)
        periods = atoi(getenv("PERIODS"));
    set_up(&pcm, words[1]);
    wake_after_period(pcm);
    if (count > 3) {
        set_up(&linked, words[3]);
        check(snd_pcm_link(pcm, linked), "link");
    }
    sem_init(&wanted, 0, 0);
    pthread_create(&holder, NULL, hold, NULL);
    for (;;) {
        if (asked) {
            asked = 0;
            delay_as_file_names(words[2]);
        }
        if (!fill(pcm) || (linked != NULL && feeds_linked && !fill(linked))) {
            feeds_linked = 1;
            wake_after_period(pcm);
            check(snd_pcm_prepare(pcm), "prepare");
            continue;
        }
        if (snd_pcm_state(pcm) == SND_PCM_STATE_PREPARED)
            check(snd_pcm_start(pcm), "start");
        if (snd_pcm_wait(pcm, 1000) == -ENODEV)
            return 0;
    }
}
