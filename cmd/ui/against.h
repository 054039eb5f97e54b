/* What a result is compared with: --against, a target profile or published benchmarks, such as
 * those in the feedback of an authority; or --benchmark, one of these. */
#ifndef CMD_UI_AGAINST_H
#define CMD_UI_AGAINST_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "cmd/ui/benchmarks_given.h"
#include "format/edition.h"
#include "format/target.h"
#include "report/html_organisation.h"
#include "report/score_tables.h"
#include "scoring/difference.h"

extern const struct option_spec OPTION_AGAINST;

/* A zeroed struct has nothing to compare with. The references and the lists of what is lacking
 * point into the struct. */
struct against {
    struct target *profile; /* owned; NULL: benchmarks */
    struct score target;
    struct benchmarks_given given; /* owned */
    struct score_reference reference[SCORE_REFERENCES_MAX];
    unsigned references;
    struct buffer name[SCORE_REFERENCES_MAX];        /* owned */
    struct difference lacking[SCORE_REFERENCES_MAX]; /* of each reference */
    struct html_catch_up catch_up[SCORE_REFERENCES_MAX];
};

/* Whether any of its options was given. */
bool against_is_given(const struct app *app);

/* Loads what the options name and finds what the answers lack of it; nothing where none was given.
 * STATUS_USAGE where --against stands beside the others; STATUS_REFUSED with the reasons of
 * file_read_given, target_load, benchmarks_load and benchmarks_given_load; REASON_NOT_FOUND for
 * benchmarks without one of the organisation's group. *against is the caller's (against_free), also
 * on failure. */
enum status against_load(struct app *app, const struct edition *edition,
    const struct answers *answers, struct against *against, struct error *err) MUST_USE;
void against_free(struct against *against);

/* Appends sentences on how the score stands beside it. */
void against_say(const struct app *app, const struct edition *edition, const struct score *score,
    const struct against *against, struct buffer *out);

#endif
