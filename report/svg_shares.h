/* A bar of shares: how a whole is spread over ordered kinds, such as levels. As wide as the page.
 */
#ifndef REPORT_SVG_SHARES_H
#define REPORT_SVG_SHARES_H

#include "report/svg.h"

#include <stdbool.h>
#include <stdint.h>

#define SVG_SHARES_MOST 9 /* kinds: as many shades as the style sheet has */

#define SVG_SHARES_HEIGHT 24 /* of the bar, in whole units */

struct svg_shares {
    struct svg_words words;
    uint64_t whole;
    unsigned kinds;
    uint64_t part[SVG_SHARES_MOST];
    bool hidden[SVG_SHARES_MOST]; /* the part is not to be shown */
};

/* The parts from left to right, darker from kind to kind, with their shares in percent where there
 * is room; last, within a dashed edge, the rest that hidden parts share. Parts beyond the whole are
 * cut. whole 0: only an edge. */
void svg_shares(struct buffer *out, const struct svg_shares *shares);

/* A sample of a kind's shade, for the legend. */
void svg_shares_key(struct buffer *out, unsigned kind);

#endif
