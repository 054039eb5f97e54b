#include "register/table.h"

#include <stdio.h>

bool table_text(sqlite3_stmt *row, int column, char *text, size_t size)
{
    const char *found = (const char *)sqlite3_column_text(row, column);
    int length = snprintf(text, size, "%s", found == NULL ? "" : found);
    return length >= 0 && (size_t)length < size;
}
