/* What stands in a file to be filled in for those who fill it in, and is read by no program. */
#ifndef FORMAT_DRAFT_ABOUT_H
#define FORMAT_DRAFT_ABOUT_H

#include "base/messages.h"
#include "format/edition.h"

#include <jansson.h>

/* The draft with an `about` at the top and in each question: the wording, and what may be written,
 * in the language of the catalog. It shares what it holds with the draft. A new reference. */
json_t *draft_about(const struct edition *edition, json_t *draft, const struct catalog *catalog);

#endif
