#include "base/undo.h"

#include "base/memory.h"

#include <stdlib.h>

struct undo {
    void (*take_back)(void *context);
    void *context;
    struct undo *older;
};

static struct undo *newest;

struct undo *undo_add(void (*take_back)(void *context), void *context)
{
    struct undo *undo = memory_new(1, sizeof *undo);
    *undo = (struct undo){.take_back = take_back, .context = context, .older = newest};
    newest = undo;
    return undo;
}

void undo_drop(struct undo *undo)
{
    struct undo **place = &newest;
    while (*place != NULL && *place != undo)
        place = &(*place)->older;
    if (*place == NULL)
        return;
    *place = undo->older;
    free(undo);
}

/* Each is taken off the list before it is called, so that one that fails is not called again. */
void undo_all(void)
{
    while (newest != NULL) {
        const struct undo *undo = newest;
        newest = undo->older;
        undo->take_back(undo->context);
    }
}
