/* Some options of a question, as people and programs are shown them. Each set is a bit mask: the
 * first option, "a" or step 1, is bit 0. */
#ifndef REPORT_OPTION_LIST_H
#define REPORT_OPTION_LIST_H

#include "base/buffer.h"
#include "format/edition.h"
#include "scoring/score.h"

#include <stdint.h>

/* Those that an answer does not have, which is all unless it is a valid yes. */
uint32_t option_list_open(const struct model_question *question, const struct answer *answer,
    const struct points *points);

/* Their names with that text between, such as "abd" or "3 4". */
void option_list_names(struct buffer *out, const struct model_question *question, uint32_t options,
    const char *between);

/* One paragraph each, "      SIGN a  TEXT". place: that of the question in the edition. */
void option_list_lines(struct buffer *out, const struct edition *edition, unsigned place,
    uint32_t options, const char *sign);

#endif
