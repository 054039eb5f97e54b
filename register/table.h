/* For the files of register/ that read tables: columns into fields, rows into a growing list. */
#ifndef REGISTER_TABLE_H
#define REGISTER_TABLE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* Copies a column into a field; "" for NULL. False if it does not fit. */
bool table_text(sqlite3_stmt *row, int column, char *text, size_t size);

/* Items of one size. A list with only its size set is an empty one; free(items) releases it. */
struct table_list {
    size_t size; /* of an item */
    void *items; /* owned */
    size_t count;
    size_t capacity;
};

/* A further item, all zero; NULL if there is no memory, and the list is as it was. */
void *table_list_add(struct table_list *list);

#endif
