/*
 * Processes that do not sleep: hog CPU PRIORITY MILLISECONDS [COUNT], with SCHED_FIFO, or without
 * a real-time priority if it is 0. Prints the time at which they begin.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **words)
{
    cpu_set_t cpus;
    if (count < 4)
        return 2;
    struct sched_param param = {.sched_priority = atoi(words[2])};
    CPU_ZERO(&cpus);
    CPU_SET(atoi(words[1]), &cpus);
    if (sched_setaffinity(0, sizeof(cpus), &cpus) < 0 ||
        sched_setscheduler(0, param.sched_priority > 0 ? SCHED_FIFO : SCHED_OTHER, &param) < 0)
        return 1;
    long long begin = now();
    printf("%lld\n", begin);
    fflush(stdout);
    for (int other = 1; count > 4 && other < atoi(words[4]); other++)
        if (fork() == 0)
            break;
    while (now() < begin + atoi(words[3]) * 1000000LL)
        ;
    return 0;
}
