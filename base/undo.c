#include "base/undo.h"

#include "base/memory.h"
#include "base/system/interruption.h"
#include "base/system/thread.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

struct undo {
    void (*take_back)(void *context);
    void *context;
    struct undo *older;
};

static struct undo *newest;

/* Not kept by each thread for itself: some systems ask for memory for that. */
static atomic_uintptr_t holder; /* the number of a thread (thread_self); 0: none */
static size_t holding;          /* so often by that one */

static atomic_int came; /* a signal, to that one; 0: none */

static bool take_list(uintptr_t self)
{
    uintptr_t nobody = 0;
    return atomic_compare_exchange_strong(&holder, &nobody, self);
}

void undo_hold(void)
{
    uintptr_t self = thread_self();
    while (atomic_load(&holder) != self && !take_list(self))
        thread_yield();
    holding++;
}

void undo_release(void)
{
    if (--holding > 0)
        return;
    atomic_store(&holder, 0);
    int number = atomic_load(&came);
    if (number != 0)
        interruption_again(number);
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
}

bool undo_all_at_signal(int number)
{
    if (atomic_load(&holder) == thread_self()) {
        atomic_store(&came, number);
        return false;
    }
    undo_all();
    return true;
}
