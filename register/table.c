#include "register/table.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 16 };

bool table_text(sqlite3_stmt *row, int column, char *text, size_t size)
{
    const char *found = (const char *)sqlite3_column_text(row, column);
    int length = snprintf(text, size, "%s", found == NULL ? "" : found);
    return length >= 0 && (size_t)length < size;
}

static bool grow(struct table_list *list)
{
    size_t capacity;
    size_t size;
    if (__builtin_mul_overflow(list->capacity, 2, &capacity))
        return false;
    capacity = list->capacity == 0 ? FIRST_CAPACITY : capacity;
    if (__builtin_mul_overflow(capacity, list->size, &size))
        return false;
    void *items = realloc(list->items, size);
    if (items == NULL)
        return false;
    list->items = items;
    list->capacity = capacity;
    return true;
}

void *table_list_add(struct table_list *list)
{
    if (list->count == list->capacity && !grow(list))
        return NULL;
    void *item = (char *)list->items + list->count * list->size;
    memset(item, 0, list->size);
    list->count++;
    return item;
}
