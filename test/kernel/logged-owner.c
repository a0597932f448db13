/*
 * logged-owner DEVICE: plays silence through the mapped ring, and prints for each commit the times
 * before and after it on CLOCK_MONOTONIC, and its frames. SIGUSR1 makes it compute for 300 ms after
 * the next commit.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include "owner.h"

#define LATENCY_US 85333 /* 4096 frames, four periods */
#define PERIOD 1024
#define COMPUTE_NS 300000000LL

static volatile sig_atomic_t asked;

static void ask(int number)
{
    asked = 1;
}

/* Fills whole periods, which end with the ring, and prints the commit. */
static int fill(snd_pcm_t *pcm)
{
    const snd_pcm_channel_area_t *areas;
    snd_pcm_uframes_t offset, frames;
    snd_pcm_sframes_t avail = snd_pcm_avail_update(pcm);
    if (avail < PERIOD)
        return avail;
    frames = avail - avail % PERIOD;
    check(snd_pcm_mmap_begin(pcm, &areas, &offset, &frames), "mmap_begin");
    memset((char *)areas[0].addr + offset * 4, 0, frames * 4);
    long long before = now();
    snd_pcm_sframes_t done = snd_pcm_mmap_commit(pcm, offset, frames);
    printf("%lld %lld %ld\n", before, now(), (long)done);
    fflush(stdout);
    return done;
}

static void compute(void)
{
    long long end = now() + COMPUTE_NS;
    while (now() < end)
        ;
}

int main(int count, char **words)
{
    snd_pcm_t *pcm;
    if (count != 2)
        return 2;
    signal(SIGUSR1, ask);
    check(snd_pcm_open(&pcm, words[1], SND_PCM_STREAM_PLAYBACK, 0), "open");
    check(snd_pcm_set_params(pcm, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_MMAP_INTERLEAVED, 2, 48000,
                             0, LATENCY_US),
          "set_params");
    for (;;) {
        int is_asked = asked;
        if (fill(pcm) == -EPIPE)
            check(snd_pcm_prepare(pcm), "prepare");
        else if (is_asked) {
            asked = 0;
            compute();
        }
        if (snd_pcm_state(pcm) == SND_PCM_STATE_PREPARED && snd_pcm_avail_update(pcm) == 0)
            check(snd_pcm_start(pcm), "start");
        if (snd_pcm_state(pcm) != SND_PCM_STATE_PREPARED)
            snd_pcm_wait(pcm, 1000);
    }
}
