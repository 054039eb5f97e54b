/* Which support suits the areas that measures are about: chosen here, shown by several. */
#ifndef REPORT_SUPPORT_CHOICE_H
#define REPORT_SUPPORT_CHOICE_H

#include "base/messages.h"
#include "format/edition.h"
#include "format/support.h"

#include <stddef.h>
#include <stdint.h>

#define SUPPORT_CHOICE_MAX (MODEL_AREAS_MAX * SUPPORT_ITEMS_MAX)

/* The support for the area at that place in the edition, if it is one of these (a bit mask, as in
 * report/question_areas.h) and the catalogue has any; else NULL. */
const struct support_area *support_choice_area(
    const struct support *support, const struct edition *edition, uint32_t areas, unsigned place);

/* What is for the management in these areas, each item once, in the order of the areas; how many is
 * the value. */
size_t support_choice_management(const struct support *support, const struct edition *edition,
    uint32_t areas, const struct support_item *item[SUPPORT_CHOICE_MAX]);

/* "guidance", "course", "tool", ... in the user's language. */
const char *support_choice_kind(const struct catalog *catalog, enum support_kind kind);

#endif
