#include "base/nearest.h"

#include <string.h>

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

/* The Levenshtein distance, row by row. */
size_t nearest_distance(const char *word, const char *other)
{
    size_t row[NEAREST_LENGTH_MAX + 1];
    size_t rows = strlen(word);
    size_t columns = strlen(other);
    if (rows > NEAREST_LENGTH_MAX || columns > NEAREST_LENGTH_MAX)
        return NEAREST_LENGTH_MAX + 1;
    for (size_t j = 0; j <= columns; j++)
        row[j] = j;
    for (size_t i = 1; i <= rows; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            size_t above = row[j];
            size_t changed = diagonal + (word[i - 1] != other[j - 1]);
            row[j] = least(above + 1, row[j - 1] + 1, changed);
            diagonal = above;
        }
    }
    return row[columns];
}
