/* What `gap` of both programs finds and shows: the shortest way to a level, or what is lacking
 * against a target, with the support that there is for it. */
#ifndef CMD_UI_GAP_RESULT_H
#define CMD_UI_GAP_RESULT_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "cmd/ui/catalogues.h"
#include "format/edition.h"
#include "scoring/difference.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#include <jansson.h>

struct gap_result {
    const struct edition *edition;    /* borrowed, as the answers are */
    const struct answer_set *answers; /* whose gap it is */
    const char *group;                /* theirs, an id; or "" */
    struct score score;
    struct buffer target;         /* what they are compared with, in words; empty: a level */
    struct gap gap;               /* to a level */
    struct difference difference; /* to a target */
    struct catalogues catalogues; /* owned */
};

/* Scores the answers and gets the catalogues (catalogues_load, which see for what may be refused).
 * *result is the caller's (gap_result_free), also on failure. */
enum status gap_result_begin(struct app *app, const struct edition *edition,
    const struct answer_set *answers, const char *group, struct gap_result *result,
    struct error *err) MUST_USE;
void gap_result_free(struct gap_result *result);

/* To the level that the option names; without it to the next one, or to the highest where there is
 * no next. STATUS_USAGE for a level that there is not; STATUS_REFUSED, REASON_NOT_FOUND for one
 * that cannot be reached. */
enum status gap_result_to_level(struct app *app, const struct option_spec *option,
    struct gap_result *result, struct error *err) MUST_USE;

/* Against other answers, which the caller names in result->target; and against the target profile
 * that a word names, as target_named has it. */
void gap_result_against(const struct answer_set *target, struct gap_result *result);
enum status gap_result_against_profile(
    struct app *app, const char *word, struct gap_result *result, struct error *err) MUST_USE;

/* The result as text, as a plan to fill in for a spreadsheet, and as a JSON object, which is a new
 * reference. */
void gap_result_text(const struct app *app, struct gap_result *result, struct buffer *out);
void gap_result_plan(const struct app *app, struct gap_result *result, struct buffer *out);
json_t *gap_result_json(struct gap_result *result);

/* The same measure by measure (report/plan_measures.h), into an empty list of them. */
void gap_result_measures(const struct app *app, struct gap_result *result, struct list *measures);

#endif
