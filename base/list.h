/* A list that grows. */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stddef.h>

/* Items of one size, side by side. A list with only its size set is an empty one; free(items)
 * releases it. Not for secrets: what has grown leaves its old place as it was. */
struct list {
    size_t size; /* of an item */
    void *items; /* owned; NULL when there is none */
    size_t count;
    size_t capacity;
};

/* Makes room for so many items in all, so that the list need not move while it grows up to that. */
void list_reserve(struct list *list, size_t count);

/* The same for an empty list of something of each row of a register, in large pages
 * (base/system/allocator.h); not in a confined process. */
void list_reserve_long(struct list *list, size_t count);

/* A further item, all zero. It moves when another one is added. */
void *list_add(struct list *list) __attribute__((returns_nonnull));

/* Releases a list of char *, owned, and its texts; it is an empty one afterwards. */
void list_free_texts(struct list *list);

#endif
