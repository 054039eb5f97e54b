/* What leaves the authority: --publish, in the form that it names, for every subcommand that has
 * it.
 *
 * The hidden form hides small counts and what they follow from (analysis/disclosure.h). The rounded
 * form rounds each count (analysis/publish_rounded.h). A round is published in one form and from
 * one set of submissions, and by one tag beside its groups (register/publications.h). */
#ifndef CMD_AUTHORITY_PUBLISHING_H
#define CMD_AUTHORITY_PUBLISHING_H

#include "analysis/publish_rounded.h"
#include "analysis/publish_source.h"
#include "analysis/publish_tagged.h"
#include "analysis/result_benchmark.h"
#include "analysis/result_stats.h"
#include "base/error.h"
#include "cmd/authority/analysis.h"
#include "cmd/ui/app.h"
#include "register/publications.h"

extern const struct option_spec OPTION_PUBLISH;   /* [hidden|rounded] */
extern const struct option_spec OPTION_MIN_GROUP; /* N */
extern const struct option_spec OPTION_AGAIN;

enum publishing_form {
    PUBLISHING_NOT,
    PUBLISHING_HIDDEN,
    PUBLISHING_ROUNDED,
};

struct publishing {
    enum publishing_form form;
    unsigned least;                  /* members of a group that shows anything */
    struct publish_source source;    /* owned */
    char set[PUBLISH_SET_SIZE];      /* of those counted */
    struct publish_rounded *rounded; /* owned; NULL unless the form is rounded */
    struct publish_tagged *tagged;   /* owned; NULL unless it is by tag */
    char values[PUBLISH_SET_SIZE];   /* of a tag: who has which (publish_tag_digest) */
    bool warned; /* the form or the set is another one than before, and that was said */
};

/* Judges the options above before a register is opened. STATUS_USAGE: a form that there is not;
 * --publish together with a tag; --min-group or --again without --publish; --min-group below the
 * least of the form. */
enum status publishing_judge(const struct app *app, struct error *err) MUST_USE;

/* The same for tables, which the rounded form has by tag. STATUS_USAGE too: a tag with the hidden
 * form, or one with a value. */
enum status publishing_judge_tables(const struct app *app, struct error *err) MUST_USE;

/* The same for the benchmark of one group, for which the hidden form has a least of its own.
 * STATUS_USAGE too: --min-group with that form. */
enum status publishing_judge_benchmark(const struct app *app, struct error *err) MUST_USE;

/* The number of best that an option names, where it must be one that may be published; *best is
 * left alone if it was not given. STATUS_USAGE for one below DISCLOSURE_LEAST or above 1000, or
 * that is no multiple of DISCLOSURE_BENCHMARK_STEP. */
enum status publishing_best(const struct app *app, const struct option_spec *option, unsigned *best,
    struct error *err) MUST_USE;

/* Counts what all that is published rounded is taken from. *out is the caller's (publishing_end),
 * also on failure; without --publish it holds nothing. STATUS_REFUSED as publish_rounded_make and
 * publish_tagged_make, and for an edition with fields. */
enum status publishing_begin(
    struct app *app, struct analysis *analysis, struct publishing *out, struct error *err) MUST_USE;

/* The same as a publication in the rounded form began it (published_rounded), whatever the options
 * are: the last one that was counted from what is counted now. taken: that one; if all were counted
 * from other sets, the last of them, out->rounded is NULL, and its least and set say nothing; its
 * time is 0 if there is none. */
enum status publishing_begin_rounded(struct analysis *analysis, struct publishing *out,
    struct published_rounding *taken, struct error *err) MUST_USE;
void publishing_end(struct publishing *publishing);

/* Protects the tables, and notes nothing. STATUS_REFUSED as disclosure_stats_judge. */
enum status publishing_protect(const struct analysis *analysis, const struct publishing *publishing,
    bool together, struct stats_table *table, struct error *err) MUST_USE;

/* Protects the tables, and notes them in the audit (published_note). together: they are not by
 * group. */
enum status publishing_tables(struct app *app, struct analysis *analysis,
    const struct publishing *publishing, bool together, struct stats_table *table,
    struct error *err) MUST_USE;

/* Protects the benchmark of a selection, and notes nothing. */
enum status publishing_protect_benchmark(const struct analysis *analysis,
    const struct publishing *publishing, const struct selection *selection, unsigned best,
    struct benchmark_result *benchmark, struct error *err) MUST_USE;

/* The same as publishing_tables of the benchmark of a selection. STATUS_REFUSED as
 * disclosure_benchmark or publish_benchmark: then nothing was noted. */
enum status publishing_benchmark(struct app *app, struct analysis *analysis,
    const struct publishing *publishing, const struct selection *selection, unsigned best,
    struct benchmark_result *benchmark, struct error *err) MUST_USE;

#endif
