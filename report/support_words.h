/* What people read of an item of support, in their language. */
#ifndef REPORT_SUPPORT_WORDS_H
#define REPORT_SUPPORT_WORDS_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "format/support.h"
#include "scoring/score.h"

/* "starting points", "offered", "networks", "earlier"; "reports", "training", ...; "basic level",
 * ...; "free of charge", ...; "" for what is not said. */
const char *support_words_section(const struct catalog *catalog, enum support_section section);
const char *support_words_category(const struct catalog *catalog, enum support_category category);
const char *support_words_level(const struct catalog *catalog, enum support_level level);
const char *support_words_cost(const struct catalog *catalog, enum support_cost cost);

/* Appends the name with who gives it and from which year, as far as that is said: "KLASSA (SKR)".
 */
void support_words_name(struct buffer *out, const struct support_item *item);

/* Appends category, level and cost, as far as they are said, with commas between. */
void support_words_kind(
    struct buffer *out, const struct catalog *catalog, const struct support_item *item);

/* Appends the names of all of a section, with "; " between. */
void support_words_of_section(
    struct buffer *out, const struct support *support, enum support_section section);

/* Appends the names of the support for a question (report/support_choice.h), with "; " between. */
void support_words_for(struct buffer *out, const struct support *support,
    const struct edition *edition, const struct score *score, unsigned question);

/* Appends a sentence on where all of it is listed. */
void support_words_more(
    struct buffer *out, const struct catalog *catalog, const struct support *support);

#endif
