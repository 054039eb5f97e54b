/* All benchmarks of a round that may be published, as one document (format/benchmarks.h). */
#ifndef CMD_AUTHORITY_BENCHMARKS_PUBLISH_H
#define CMD_AUTHORITY_BENCHMARKS_PUBLISH_H

#include "base/error.h"
#include "cmd/authority/analysis.h"
#include "cmd/authority/publishing.h"
#include "cmd/ui/app.h"
#include "format/benchmarks.h"

/* How many of a group its best are, where nothing else is said. */
#define BENCHMARKS_PUBLISH_BEST 30

/* Of each group of the edition and of all together, with so many best of each, what may be
 * published in a form that publishing_begin has begun: each as publishing_benchmark has it, with
 * its row in the audit. What may not be, for too few are counted, is left out; the document may be
 * without any. *out is the caller's (benchmarks_free). Fails as publishing_benchmark does for any
 * other reason. */
enum status benchmarks_publish(struct app *app, struct analysis *analysis,
    struct publishing *publishing, unsigned best, struct benchmarks *out,
    struct error *err) MUST_USE;

/* The one of a selection by itself, with late submissions as what is published, and without a row
 * in the audit: added to the document; nothing is where it may not be published, for too few are
 * counted. */
enum status benchmarks_publish_one(struct analysis *analysis, const struct publishing *publishing,
    const struct selection *selection, unsigned best, struct benchmarks *out,
    struct error *err) MUST_USE;

/* The document of the benchmarks that are published of the round of an analysis, as they are
 * published: those of the form, and from the set, of the last of them. Nothing is published, and no
 * row added. STATUS_REFUSED: REASON_NOT_FOUND if none is; REASON_EXISTS if other submissions are
 * counted now, or a benchmark comes out otherwise than it was published. *out is the caller's
 * (benchmarks_free), also on failure. */
enum status benchmarks_published(
    struct analysis *analysis, struct benchmarks *out, struct error *err) MUST_USE;

#endif
