#include "base/system/thread.h"

#include "base/memory.h"

#include <process.h>
#include <stdint.h>
#include <stdlib.h>
#include <windows.h>

size_t thread_processors(void)
{
    DWORD_PTR ours = 0;
    DWORD_PTR machine = 0;
    if (GetProcessAffinityMask(GetCurrentProcess(), &ours, &machine) == 0 || ours == 0)
        return 1;
    return (size_t)__builtin_popcountll(ours);
}

struct thread {
    void (*work)(void *context);
    void *context;
    HANDLE handle;
};

static unsigned __stdcall thread_work(void *context)
{
    const struct thread *thread = context;
    thread->work(thread->context);
    return 0;
}

/* Of signals there are none here but those of the console, which get a thread of their own. */
struct thread *thread_start(void (*work)(void *context), void *context, size_t stack)
{
    struct thread *thread = memory_new(1, sizeof *thread);
    *thread = (struct thread){.work = work, .context = context};
    thread->handle = (HANDLE)_beginthreadex(
        NULL, (unsigned)stack, thread_work, thread, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
    if (thread->handle != NULL)
        return thread;
    free(thread);
    return NULL;
}

uintptr_t thread_self(void)
{
    return GetCurrentThreadId();
}

/* Sleep(0) would leave it to none of a lower priority. */
void thread_yield(void)
{
    Sleep(1);
}

void thread_join(struct thread *thread)
{
    (void)WaitForSingleObject(thread->handle, INFINITE);
    (void)CloseHandle(thread->handle);
    free(thread);
}

struct meeting {
    SRWLOCK lock;
    CONDITION_VARIABLE sign;
};

struct meeting *meeting_new(void)
{
    struct meeting *meeting = memory_new(1, sizeof *meeting);
    InitializeSRWLock(&meeting->lock);
    InitializeConditionVariable(&meeting->sign);
    return meeting;
}

void meeting_free(struct meeting *meeting)
{
    free(meeting);
}

void meeting_enter(struct meeting *meeting)
{
    AcquireSRWLockExclusive(&meeting->lock);
}

void meeting_leave(struct meeting *meeting)
{
    ReleaseSRWLockExclusive(&meeting->lock);
}

void meeting_wait(struct meeting *meeting)
{
    (void)SleepConditionVariableSRW(&meeting->sign, &meeting->lock, INFINITE, 0);
}

void meeting_tell(struct meeting *meeting)
{
    WakeAllConditionVariable(&meeting->sign);
}
