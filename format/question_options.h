/* Some options of a question in JSON: ["a","c"], or of one whose options are numbered [3,4]. A set
 * is a bit mask: the first option, "a" or step 1, is bit 0. */
#ifndef FORMAT_QUESTION_OPTIONS_H
#define FORMAT_QUESTION_OPTIONS_H

#include "base/error.h"
#include "format/json.h"
#include "scoring/question.h"

#include <stdint.h>

/* Their names; [] for none. A new reference. */
json_t *question_options_json(const struct model_question *question, uint32_t options);

/* Reads such a list. STATUS_REFUSED, REASON_BAD_VALUE, with the path: no list, an option that the
 * question lacks, one that stands twice. */
enum status question_options_read(const struct json_place *place,
    const struct model_question *question, uint32_t *options, struct error *err) MUST_USE;

#endif
