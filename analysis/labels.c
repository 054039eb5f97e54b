#include "analysis/labels.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 65536 };

struct labels_block {
    struct labels_block *before;
    size_t length; /* in use */
    char text[BLOCK_SIZE];
};

const char *labels_keep(struct labels *labels, const char *text)
{
    size_t size = strlen(text) + 1;
    if (labels->last == NULL || labels->last->length + size > BLOCK_SIZE) {
        struct labels_block *more = memory_allocate(sizeof *more);
        more->before = labels->last;
        more->length = 0;
        labels->last = more;
    }
    char *kept = labels->last->text + labels->last->length;
    memcpy(kept, text, size);
    labels->last->length += size;
    return kept;
}

void labels_free(struct labels *labels)
{
    while (labels->last != NULL) {
        struct labels_block *before = labels->last->before;
        free(labels->last);
        labels->last = before;
    }
}
