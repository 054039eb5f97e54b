/* For the files of register/ that read tables: columns into fields. */
#ifndef REGISTER_TABLE_H
#define REGISTER_TABLE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* Copies a column into a field; "" for NULL. False if it does not fit. */
bool table_text(sqlite3_stmt *row, int column, char *text, size_t size);

#endif
