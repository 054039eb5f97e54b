/* The organisations that suit one, so that each can teach the other. For the authority's own eyes:
 * they are named. */
#ifndef REPORT_PARTNERS_H
#define REPORT_PARTNERS_H

#include "analysis/result_cooperation.h"
#include "base/buffer.h"
#include "base/messages.h"

#include <jansson.h>

/* The partners with the questions that each can teach the other. */
void partners_text(
    struct buffer *out, const struct catalog *catalog, const struct partners *partners);

/* scope_json's keys, and {"organisation":{"number","name","group","consents"},"suitable",
 * "partners":[{"number","organisation","group","consents","same_group","teaches":[question],
 * "learns":[question]}]} */
json_t *partners_json(const struct partners *partners);

#endif
