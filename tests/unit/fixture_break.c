#include "fixture_break.h"

#include "report/layout.h"
#include "report/line_break.h"

#include <string.h>

void fixture_break(struct buffer *text)
{
    struct buffer broken = {0};
    if (strstr(buffer_string(text), LINE_HANG) == NULL)
        return;
    line_break(&broken, (const char *)text->data, text->length, LAYOUT_WIDTH);
    buffer_free(text);
    *text = broken;
}
