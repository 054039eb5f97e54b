#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fixture_drawing.h"

void drawing_has(struct buffer *out, const char *part)
{
    if (strstr(buffer_string(out), part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, buffer_string(out));
}

unsigned drawing_count(struct buffer *out, const char *part)
{
    unsigned found = 0;
    for (const char *at = strstr(buffer_string(out), part); at != NULL; at = strstr(at + 1, part))
        found++;
    return found;
}

void drawing_fill_radar(struct svg_radar *radar, unsigned axes, unsigned series)
{
    static const char *const NAMES[] = {
        "Upphandling", DRAWING_LONG_NAME, "Ett område med flera ord i sig"};
    *radar = (struct svg_radar){.words = {"r", "Title", "Desc"}, .axes = axes, .series = series};
    for (unsigned i = 0; i < axes && i < SVG_RADAR_AXES_MOST; i++) {
        radar->name[i] = NAMES[i % 3];
        radar->whole[i] = 10 + i;
        for (unsigned s = 0; s < series && s < SVG_RADAR_SERIES_MOST; s++)
            radar->part[s][i] = i + 3 * s;
    }
}
