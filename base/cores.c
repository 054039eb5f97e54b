#include "base/cores.h"

#include "base/memory.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

size_t cores_count(void)
{
    cpu_set_t allowed;
    int count = sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
    return count < 1 ? 1 : (size_t)count;
}

/* Each takes the next place that nobody has taken. */
struct share {
    void (*work)(void *context, size_t place);
    void *context;
    size_t count;
    atomic_size_t next;
};

static void *take_places(void *context)
{
    struct share *share = context;
    for (size_t place = atomic_fetch_add(&share->next, 1); place < share->count;
         place = atomic_fetch_add(&share->next, 1))
        share->work(share->context, place);
    return NULL;
}

void cores_share(size_t count, void (*work)(void *context, size_t place), void *context)
{
    struct share share = {.work = work, .context = context, .count = count};
    size_t cores = cores_count();
    size_t most = count < cores ? count : cores;
    pthread_t *thread = memory_new(most, sizeof *thread);
    size_t started = 0;
    while (started + 1 < most && pthread_create(&thread[started], NULL, take_places, &share) == 0)
        started++;
    (void)take_places(&share);
    for (size_t i = 0; i < started; i++)
        (void)pthread_join(thread[i], NULL);
    free(thread);
}
