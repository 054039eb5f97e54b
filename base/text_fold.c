#include "base/text_fold.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* White space in one row becomes one space; *letters is how many letters are left. */
static void join_spaces(utf8proc_int32_t *letter, utf8proc_ssize_t *letters)
{
    utf8proc_ssize_t out = 0;
    for (utf8proc_ssize_t i = 0; i < *letters; i++) {
        bool space = (letter[i] >= '\t' && letter[i] <= '\r') ||
                     utf8proc_category(letter[i]) == UTF8PROC_CATEGORY_ZS;
        if (space && (out == 0 || letter[out - 1] == ' '))
            continue;
        letter[out++] = space ? ' ' : letter[i];
    }
    while (out > 0 && letter[out - 1] == ' ')
        out--;
    *letters = out;
}

/* utf8proc works in the memory that it is given: one letter each, then the bytes in the same place,
 * and a NUL. */
char *text_fold(const char *text)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    const utf8proc_ssize_t length = (utf8proc_ssize_t)strlen(text);
    utf8proc_ssize_t letters = utf8proc_decompose(bytes, length, NULL, 0, options);
    if (letters < 0)
        return memory_text(text);
    utf8proc_int32_t *letter = memory_new((size_t)letters + 1, sizeof *letter);
    letters = utf8proc_decompose(bytes, length, letter, letters, options);
    join_spaces(letter, &letters);
    (void)utf8proc_reencode(letter, letters, options);
    return (char *)letter;
}

static bool is_folded(const char *folded, const char *other)
{
    char *other_folded = text_fold(other);
    bool same = strcmp(folded, other_folded) == 0;
    free(other_folded);
    return same;
}

bool text_same_folded(const char *text, const char *other)
{
    char *folded = text_fold(text);
    bool same = is_folded(folded, other);
    free(folded);
    return same;
}

bool text_find_folded(const char *const words[][2], size_t count, const char *text, size_t *place)
{
    char *folded = text_fold(text);
    bool found = false;
    for (*place = 0; *place < count; (*place)++) {
        found = is_folded(folded, words[*place][0]) || is_folded(folded, words[*place][1]);
        if (found)
            break;
    }
    free(folded);
    return found;
}
