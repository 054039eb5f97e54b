/* Who can teach and who can learn, in a group and for one organisation. For the authority's own
 * eyes: partners are named. */
#ifndef REPORT_COOPERATION_H
#define REPORT_COOPERATION_H

#include "analysis/result_cooperation.h"
#include "base/buffer.h"
#include "base/messages.h"
#include "report/scope.h"

#include <jansson.h>

/* The questions that are split evenly, then those that few can teach. */
void text_cooperation(
    struct buffer *out, const struct catalog *catalog, const struct cooperation *cooperation);

/* json_scope's keys, and {"n","even":[{"question","topic","areas":[id],"with","without"}],
 * "few_teach":[…]}; the most even split first, or the fewest who can teach; areas as
 * report/question_areas.h has them. */
json_t *json_cooperation(const struct cooperation *cooperation);

/* The partners with the questions that each can teach the other. */
void text_partners(
    struct buffer *out, const struct catalog *catalog, const struct partners *partners);

/* json_scope's keys, and {"organisation":{"number","name","group","consents"},"suitable",
 * "partners":[{"number","organisation","group","consents","same_group","teaches":[question],
 * "learns":[question]}]} */
json_t *json_partners(const struct partners *partners);

#endif
