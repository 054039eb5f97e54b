/* How organisations spread: how many have so many points, and one beside the other by standing. As
 * wide as the page. */
#ifndef REPORT_SVG_SPREAD_H
#define REPORT_SVG_SPREAD_H

#include "report/svg.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SVG_SPREAD_HEIGHT 166 /* of either drawing, in whole units */

struct svg_class {
    unsigned from; /* the least value of the class, which is its label */
    uint64_t count;
    const char *instead; /* shown instead of the count and the bar; NULL where the count is shown */
};

/* A column for each class, as high as its count, which stands above it where there are not too many
 * classes. */
void svg_classes(struct buffer *out, const struct svg_words *words, const struct svg_class class[],
    size_t classes);

struct svg_standing {
    unsigned
        kind; /* such as the level; the list is in falling order of it. Below SVG_SHARES_MOST */
    unsigned value; /* such as the points */
};

/* A column for each, from the last to the first, as high as its value, in the shade of its kind
 * (svg_shares.h), with the kind's number below where there is room. Of very many only some are
 * drawn, evenly spread. most: the value that fills the height, at least 1. */
void svg_standings(struct buffer *out, const struct svg_words *words,
    const struct svg_standing standing[], size_t standings, unsigned most);

#endif
