#include "fixture_text.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

char *fixture_read(const char *path)
{
    struct buffer text = {0};
    struct error err;
    error_init(&err, NULL);
    assert_int_equal(file_read(path, (size_t)1 << 20, &text, &err), STATUS_OK);
    char *copy = strdup(buffer_string(&text));
    assert_non_null(copy);
    buffer_free(&text);
    return copy;
}

char *fixture_replace(const char *text, const char *from, const char *to)
{
    struct buffer changed = {0};
    const char *place = strstr(text, from);
    if (place == NULL)
        fail_msg("the text does not hold: %s", from);
    buffer_append(&changed, text, (size_t)(place - text));
    buffer_text(&changed, to);
    buffer_text(&changed, place + strlen(from));
    char *copy = strdup(buffer_string(&changed));
    assert_non_null(copy);
    buffer_free(&changed);
    return copy;
}
