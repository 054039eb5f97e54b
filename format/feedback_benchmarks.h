/* The benchmarks that an authority's feedback holds (aterkoppling.json, "sigill-feedback/1";
 * docs/json.md), as far as an organisation is compared with them. */
#ifndef FORMAT_FEEDBACK_BENCHMARKS_H
#define FORMAT_FEEDBACK_BENCHMARKS_H

#include "base/error.h"
#include "format/edition.h"
#include "scoring/score.h"

#include <stdbool.h>
#include <stddef.h>

#define FEEDBACK_FORMAT "sigill-feedback/1"
#define FEEDBACK_BENCHMARKS_MAX 2 /* of the group, and of its best */

struct feedback_benchmark {
    bool best;          /* of the best, else of the whole group */
    unsigned members;   /* organisations */
    struct score score; /* level, points and the areas' points; the rest is zero */
};

/* Reads them for an edition; name is put in front of error texts. Members that are not known are
 * passed over, as more may come. STATUS_REFUSED with the reasons of json_file_read,
 * REASON_UNKNOWN_EDITION if it is for another edition, and REASON_BAD_VALUE for what is not of its
 * form. */
enum status feedback_benchmarks_load(const struct edition *edition, const void *bytes,
    size_t length, const char *name, struct feedback_benchmark out[FEEDBACK_BENCHMARKS_MAX],
    size_t *count, struct error *err) MUST_USE;

#endif
