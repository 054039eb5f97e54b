#include "base/system/thread.h"

#include "base/memory.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

size_t thread_processors(void)
{
    cpu_set_t processors;
    if (sched_getaffinity(0, sizeof processors, &processors) != 0)
        return 1;
    return (size_t)CPU_COUNT(&processors);
}

struct thread {
    void (*work)(void *context);
    void *context;
    pthread_t id;
};

static void *thread_work(void *context)
{
    const struct thread *thread = context;
    thread->work(thread->context);
    return NULL;
}

static bool start_without_signals(struct thread *thread, const pthread_attr_t *attributes)
{
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&thread->id, attributes, thread_work, thread) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

struct thread *thread_start(void (*work)(void *context), void *context, size_t stack)
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0)
        return NULL;
    struct thread *thread = memory_new(1, sizeof *thread);
    *thread = (struct thread){.work = work, .context = context};
    (void)pthread_attr_setstacksize(&attributes, stack);
    bool started = start_without_signals(thread, &attributes);
    (void)pthread_attr_destroy(&attributes);
    if (started)
        return thread;
    free(thread);
    return NULL;
}

/* As this system has it: where a thread's own data lies. */
uintptr_t thread_self(void)
{
    return (uintptr_t)pthread_self();
}

/* sched_yield would leave it to none of a lower priority. */
void thread_yield(void)
{
    const struct timespec moment = {.tv_nsec = 100000};
    (void)nanosleep(&moment, NULL);
}

void thread_join(struct thread *thread)
{
    (void)pthread_join(thread->id, NULL);
    free(thread);
}

struct meeting {
    pthread_mutex_t lock;
    pthread_cond_t sign;
};

struct meeting *meeting_new(void)
{
    struct meeting *meeting = memory_new(1, sizeof *meeting);
    *meeting = (struct meeting){PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER};
    return meeting;
}

void meeting_free(struct meeting *meeting)
{
    free(meeting);
}

void meeting_enter(struct meeting *meeting)
{
    (void)pthread_mutex_lock(&meeting->lock);
}

void meeting_leave(struct meeting *meeting)
{
    (void)pthread_mutex_unlock(&meeting->lock);
}

void meeting_wait(struct meeting *meeting)
{
    (void)pthread_cond_wait(&meeting->sign, &meeting->lock);
}

void meeting_tell(struct meeting *meeting)
{
    (void)pthread_cond_broadcast(&meeting->sign);
}
