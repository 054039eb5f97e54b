#include "base/undo.h"

#include "base/memory.h"
#include "base/system/thread.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

struct undo {
    void (*take_back)(void *context);
    void *context;
    struct undo *older;
};

static struct undo *newest;

/* Held for some instructions, and while all is taken back: then its owners, other threads, must not
 * release what is being taken back, and the process ends. */
static atomic_flag listing = ATOMIC_FLAG_INIT;

static void enter_list(void)
{
    while (atomic_flag_test_and_set(&listing))
        thread_yield();
}

static void leave_list(void)
{
    atomic_flag_clear(&listing);
}

struct undo *undo_add(void (*take_back)(void *context), void *context)
{
    struct undo *undo = memory_new(1, sizeof *undo);
    *undo = (struct undo){.take_back = take_back, .context = context};
    enter_list();
    undo->older = newest;
    newest = undo;
    leave_list();
    return undo;
}

void undo_drop(struct undo *undo)
{
    enter_list();
    struct undo **place = &newest;
    while (*place != NULL && *place != undo)
        place = &(*place)->older;
    struct undo *found = *place;
    if (found != NULL)
        *place = found->older;
    leave_list();
    free(found);
}

/* Each is taken off the list before it is called, so that one that fails is not called again, if it
 * comes back here. */
void undo_all(void)
{
    static _Thread_local bool within;
    bool first = !within;
    if (first)
        enter_list();
    within = true;
    while (newest != NULL) {
        const struct undo *undo = newest;
        newest = undo->older;
        undo->take_back(undo->context);
    }
    if (!first)
        return;
    within = false;
    leave_list();
}
