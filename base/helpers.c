#include "base/helpers.h"

#include "base/memory.h"
#include "base/system/thread.h"

#include <stdlib.h>

struct helpers {
    struct meeting *meeting; /* for all that follows; told when a task was given or done */
    struct helper_task *first;
    struct helper_task **end; /* where the next one is put */
    bool over;
    size_t count;
    struct thread *thread[HELPERS_MAX]; /* the caller's alone */
};

static struct helper_task *take_first(struct helpers *helpers)
{
    struct helper_task *task = helpers->first;
    helpers->first = task->next;
    if (helpers->first == NULL)
        helpers->end = &helpers->first;
    return task;
}

/* Within the meeting, and left for the work itself. */
static void do_task(struct helpers *helpers, struct helper_task *task)
{
    task->state = HELPER_WORKING;
    meeting_leave(helpers->meeting);
    task->work(task->context);
    meeting_enter(helpers->meeting);
    task->state = HELPER_DONE;
    meeting_tell(helpers->meeting);
}

static void help(void *context)
{
    struct helpers *helpers = context;
    meeting_enter(helpers->meeting);
    while (!helpers->over) {
        if (helpers->first == NULL)
            meeting_wait(helpers->meeting);
        else
            do_task(helpers, take_first(helpers));
    }
    meeting_leave(helpers->meeting);
}

struct helpers *helpers_new(size_t count)
{
    struct helpers *helpers = memory_new(1, sizeof *helpers);
    helpers->meeting = meeting_new();
    helpers->end = &helpers->first;
    while (helpers->count < count) {
        struct thread *thread = thread_start(help, helpers, THREAD_STACK);
        if (thread == NULL)
            break;
        helpers->thread[helpers->count++] = thread;
    }
    return helpers;
}

void helpers_free(struct helpers *helpers)
{
    meeting_enter(helpers->meeting);
    helpers->over = true;
    meeting_tell(helpers->meeting);
    meeting_leave(helpers->meeting);
    for (size_t i = 0; i < helpers->count; i++)
        thread_join(helpers->thread[i]);
    meeting_free(helpers->meeting);
    free(helpers);
}

void helpers_give(struct helpers *helpers, struct helper_task *task)
{
    meeting_enter(helpers->meeting);
    task->state = HELPER_WAITING;
    task->next = NULL;
    *helpers->end = task;
    helpers->end = &task->next;
    meeting_tell(helpers->meeting);
    meeting_leave(helpers->meeting);
    if (helpers->count == 0)
        helpers_await(helpers, task);
}

bool helpers_have_done(struct helpers *helpers, const struct helper_task *task)
{
    meeting_enter(helpers->meeting);
    bool done = task->state == HELPER_DONE;
    meeting_leave(helpers->meeting);
    return done;
}

static void take_out(struct helpers *helpers, const struct helper_task *task)
{
    struct helper_task **place = &helpers->first;
    while (*place != task)
        place = &(*place)->next;
    *place = task->next;
    if (*place == NULL)
        helpers->end = place;
}

void helpers_await(struct helpers *helpers, struct helper_task *task)
{
    meeting_enter(helpers->meeting);
    if (task->state == HELPER_WAITING) {
        take_out(helpers, task);
        do_task(helpers, task);
    }
    while (task->state != HELPER_DONE)
        meeting_wait(helpers->meeting);
    meeting_leave(helpers->meeting);
}
