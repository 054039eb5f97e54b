/* The published benchmark that an organisation asks to be compared with: --benchmark ID. */
#ifndef CMD_UI_BENCHMARKS_GIVEN_H
#define CMD_UI_BENCHMARKS_GIVEN_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/benchmarks.h"

extern const struct option_spec OPTION_BENCHMARK_ID;     /* ID */
extern const struct option_spec OPTION_BENCHMARKS_GIVEN; /* FILE */

/* A zeroed struct has none. */
struct benchmarks_given {
    struct benchmarks all;                 /* owned */
    const struct published_benchmark *one; /* of all; NULL: none was asked for */
    struct buffer name;                    /* owned: what it is called in a sentence */
};

/* Whether one of the two options was given. */
bool benchmarks_are_given(const struct app *app);

/* Reads the document that is named, which may also be an authority's feedback, or that of the kit
 * of the key directory, and finds the one of that id;
 * without an id that of the group. group: an id of the edition, or anything else. *given is the
 * caller's (benchmarks_given_free), also on failure. STATUS_REFUSED: those of file_read_given,
 * kit_member_of and benchmarks_load; REASON_NOT_FOUND where neither a file nor a kit has any, and,
 * with the ids that there are, where none has that id. */
enum status benchmarks_given_load(struct app *app, const struct edition *edition, const char *group,
    struct benchmarks_given *given, struct error *err) MUST_USE;
void benchmarks_given_free(struct benchmarks_given *given);

#endif
