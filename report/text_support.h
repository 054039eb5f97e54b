/* The support for measures, for people. */
#ifndef REPORT_TEXT_SUPPORT_H
#define REPORT_TEXT_SUPPORT_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/support.h"
#include "report/support_choice.h"
#include "scoring/score.h"

/* One paragraph with the names of the support for a question, further in than the step it belongs
 * to; nothing if there is none. support may be NULL. */
void text_support_line(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct support *support, const struct score *score,
    unsigned question);

/* What was chosen, each item once and with its description; then the starting points and networks,
 * where the others are listed, and how far the catalogue can be relied on. Nothing at all if
 * nothing is chosen. Begins with an empty line. */
void text_support(struct buffer *out, const struct catalog *catalog, const struct support *support,
    const struct support_chosen *chosen);

/* One item: name, kind and description, as a line of a list. */
void text_support_item(
    struct buffer *out, const struct catalog *catalog, const struct support_item *item);

#endif
