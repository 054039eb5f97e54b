/* What changed from answers to one edition to those of a later one, as far as the questions are
 * comparable (format/succession.h). */
#ifndef REPORT_COMPARE_EDITIONS_H
#define REPORT_COMPARE_EDITIONS_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/succession.h"
#include "report/compare.h"

#include <jansson.h>

/* What is compared; all borrowed. Each side's answers and score are those of its own edition. */
struct compare_editions {
    const struct succession *succession;
    struct compare_side from;
    struct compare_side to;
};

/* What a question of the later edition has on both sides, in its own options that continue earlier
 * ones: bit masks. Each is a point, so that of a question without points there is nothing. */
struct compare_common {
    uint32_t of; /* those that are comparable; 0: none */
    uint32_t before;
    uint32_t after;
};

struct compare_common compare_editions_common(
    const struct compare_editions *compared, unsigned place);

/* Points on all that is comparable, and the most that it can give. */
struct compare_sum {
    unsigned of;
    unsigned before;
    unsigned after;
};

struct compare_sum compare_editions_sum(const struct compare_editions *compared);

/* As text for people, and as JSON (docs/json.md). */
void text_compare_editions(
    struct buffer *out, const struct catalog *catalog, const struct compare_editions *compared);
json_t *json_compare_editions(const struct compare_editions *compared);

#endif
