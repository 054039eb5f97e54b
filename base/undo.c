#include "base/undo.h"

#include "base/memory.h"
#include "base/system/thread.h"

#include <stdatomic.h>
#include <stdlib.h>

struct undo {
    void (*take_back)(void *context);
    void *context;
    struct undo *older;
};

static struct undo *newest;

static atomic_flag listing = ATOMIC_FLAG_INIT;
static _Thread_local size_t holding; /* so often by this thread */

void undo_hold(void)
{
    while (holding == 0 && atomic_flag_test_and_set(&listing))
        thread_yield();
    holding++;
}

void undo_release(void)
{
    if (--holding == 0)
        atomic_flag_clear(&listing);
}

struct undo *undo_add(void (*take_back)(void *context), void *context)
{
    struct undo *undo = memory_new(1, sizeof *undo);
    *undo = (struct undo){.take_back = take_back, .context = context};
    undo_hold();
    undo->older = newest;
    newest = undo;
    undo_release();
    return undo;
}

void undo_drop(struct undo *undo)
{
    undo_hold();
    struct undo **place = &newest;
    while (*place != NULL && *place != undo)
        place = &(*place)->older;
    struct undo *found = *place;
    if (found != NULL)
        *place = found->older;
    undo_release();
    free(found);
}

/* Each is taken off the list before it is called, so that one that fails is not called again, if it
 * comes back here. */
void undo_all(void)
{
    undo_hold();
    while (newest != NULL) {
        const struct undo *undo = newest;
        newest = undo->older;
        undo->take_back(undo->context);
    }
    undo_release();
}
