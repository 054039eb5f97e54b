#include "cmd/ui/screen.h"

#include "base/system/console.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_LEAST = 20, DIGITS_MOST = 5 };

static size_t within_limits(size_t columns)
{
    return columns < COLUMNS_LEAST  ? COLUMNS_LEAST
           : columns > LAYOUT_WIDTH ? LAYOUT_WIDTH
                                    : columns;
}

/* 0 if the environment says nothing, or no number. */
static size_t columns_asked(void)
{
    const char *text = getenv("COLUMNS");
    if (text == NULL)
        return 0;
    size_t digits = strspn(text, "0123456789");
    return text[digits] != '\0' || digits > DIGITS_MOST ? 0 : (size_t)strtoul(text, NULL, 10);
}

size_t screen_columns(int fd)
{
    size_t columns = columns_asked();
    if (columns == 0 && console_is(fd)) {
        columns = console_size(fd).columns;
        columns = columns == 0 ? LAYOUT_WIDTH : columns;
    }
    return columns == 0 ? 0 : within_limits(columns);
}

size_t screen_lines(int fd)
{
    return console_size(fd).lines;
}
