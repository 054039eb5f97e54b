#include "base/list.h"

#include "base/memory.h"
#include "base/system/allocator.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 16 };

void list_reserve(struct list *list, size_t count)
{
    if (count <= list->capacity)
        return;
    list->items = memory_resize(list->items, count, list->size);
    list->capacity = count;
}

void list_reserve_long(struct list *list, size_t count)
{
    list_reserve(list, count);
    if (list->count == 0 && list->items != NULL)
        allocator_prefer_large_pages(list->items, list->capacity * list->size);
}

void *list_add(struct list *list)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? FIRST_CAPACITY : 2 * list->capacity;
        list->items = memory_resize(list->items, capacity, list->size);
        list->capacity = capacity;
    }
    void *item = (char *)list->items + list->count * list->size;
    memset(item, 0, list->size);
    list->count++;
    return item;
}

void list_free_texts(struct list *list)
{
    char **text = list->items;
    for (size_t i = 0; i < list->count; i++)
        free(text[i]);
    free(text);
    *list = (struct list){.size = list->size};
}
