/* Which areas a question, and what is lacking of it, is about. As bit masks: area i of the model is
 * bit i. */
#ifndef REPORT_QUESTION_AREAS_H
#define REPORT_QUESTION_AREAS_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "scoring/model.h"

#include <jansson.h>
#include <stdint.h>

/* The areas that hold the question whole; where none does, those that hold some of its options. A
 * single option that an area has of another area's question does not make it that area's question.
 */
uint32_t question_areas(const struct model *model, unsigned question);

/* The areas that hold at least one of these options. */
uint32_t question_areas_of_options(const struct model *model, unsigned question, uint32_t options);

/* The areas' names with "; " between them; "" for none. */
void question_areas_names(struct buffer *out, const struct edition *edition, uint32_t areas);

/* A paragraph with them for a terminal, further in than the step it belongs to; nothing for none.
 */
void question_areas_line(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, uint32_t areas);

/* An array of the areas' ids. */
json_t *question_areas_ids(const struct edition *edition, uint32_t areas);

#endif
