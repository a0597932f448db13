/*
 * timers MILLISECONDS: keeps CPU 0 in its timer interrupt for that time, so that it takes no other
 * one. Many timers expire at once; a first thousand shows how long each takes. Prints the time.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define SAMPLE 1000

static void check(int result, const char *what)
{
    if (result >= 0)
        return;
    perror(what);
    exit(1);
}

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Lets timers expire when all are set, however long that takes, and returns that time. */
static long long expire(int count)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
    timer_t *timers = calloc(count, sizeof(*timers));
    for (int index = 0; index < count; index++)
        check(timer_create(CLOCK_MONOTONIC, &event, &timers[index]), "timer_create");
    long long at, margin = 100000000 + count * 30000LL;
    do {
        at = now() + margin;
        struct itimerspec time = {.it_value = {at / 1000000000, at % 1000000000}};
        for (int index = 0; index < count; index++)
            check(timer_settime(timers[index], TIMER_ABSTIME, &time, NULL), "timer_settime");
        margin *= 2;
    } while (now() > at - 2000000);
    return at;
}

/* Returns the longest time for which this thread did not run, 1 ms before `at` and later. */
static long long longest_gap(long long at)
{
    struct sched_param priority = {.sched_priority = 99}, none = {0};
    check(sched_setscheduler(0, SCHED_FIFO, &priority), "SCHED_FIFO");
    while (now() < at - 1000000)
        usleep(500);
    long long last = now(), longest = 0;
    while (last < at + 1000000) {
        long long time = now();
        if (time - last > longest)
            longest = time - last;
        last = time;
    }
    check(sched_setscheduler(0, SCHED_OTHER, &none), "SCHED_OTHER");
    return longest;
}

int main(int count, char **words)
{
    struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
    cpu_set_t first;
    sigset_t signals;
    if (count < 2)
        return 2;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    check(sched_setaffinity(0, sizeof(first), &first), "sched_setaffinity");
    check(setrlimit(RLIMIT_SIGPENDING, &unlimited), "RLIMIT_SIGPENDING");
    check(nice(19), "nice");
    sigemptyset(&signals);
    sigaddset(&signals, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    long long sample_ns = longest_gap(expire(SAMPLE));
    long long at = expire(atoll(words[1]) * 1000000 * SAMPLE / sample_ns);
    printf("%lld\n", at);
    fflush(stdout);
    /* They must not be removed while they are awaited. */
    return longest_gap(at) > 0 ? 0 : 1;
}
