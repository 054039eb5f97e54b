/* What an edition is, and which of its words another version of it changes, as lines. */
#ifndef REPORT_TEXT_EDITION_H
#define REPORT_TEXT_EDITION_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"

#include <stdbool.h>

/* Appends the edition's title and id, its questions, areas and the most points that it gives. */
void text_edition(struct buffer *out, const struct catalog *catalog, const struct edition *edition);

/* Appends a line for each question whose words differ, with which of them do, and one line for all
 * else that does; nothing where no word differs. Both are of one model. Returns whether any does.
 */
bool text_edition_changes(struct buffer *out, const struct catalog *catalog,
    const struct edition *before, const struct edition *now);

#endif
