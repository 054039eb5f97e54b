/* Reports about answers, from any edition that is accepted and any answers to it: the edition's
 * file, a NUL, the answers' file. Without an edition, the built-in one. Every page, table, text and
 * JSON is what it must be, whatever it names. */
#include "base/text.h"
#include "format/recommendations.h"
#include "format/support.h"
#include "format/target.h"
#include "report/csv_plan.h"
#include "report/html_organisation.h"
#include "report/json_answers.h"
#include "report/json_difference.h"
#include "report/layout.h"
#include "report/line_break.h"
#include "report/plan_measures.h"
#include "report/text_compare.h"
#include "report/text_difference.h"
#include "report/text_findings.h"
#include "report/text_gap.h"
#include "report/text_questions.h"
#include "report/text_score.h"
#include "scoring/difference.h"
#include "scoring/gap.h"
#include "scoring/score.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

/* All about one set of answers. */
struct subject {
    const struct edition *edition;
    struct answers *answers; /* and empty ones behind them */
    struct findings findings;
    struct score score;
    struct score empty_score;
    struct gap gap;
    bool gap_known;
    struct difference difference;
};

/* As it is shown, with its lines broken. */
static void expect_text(struct buffer *out)
{
    struct buffer shown = {0};
    line_break(&shown, buffer_string(out), out->length, LAYOUT_WIDTH);
    fuzz_require(text_is_plain(buffer_string(&shown), shown.length, true));
    buffer_free(&shown);
    buffer_free(out);
}

static void expect_json(json_t *json)
{
    struct buffer out = {0};
    fuzz_require(json != NULL && json_write_pretty(json, &out, NULL) == STATUS_OK);
    json_decref(json);
    buffer_free(&out);
}

static const struct support *builtin_support(void)
{
    static struct support *support;
    if (support == NULL)
        support = support_builtin();
    return support;
}

/* Those of the built-in edition; of another the programs have none. */
static const struct recommendations *builtin_recommendations(const struct edition *edition)
{
    static struct recommendations *recommendations;
    if (edition != fuzz_edition())
        return NULL;
    if (recommendations == NULL)
        fuzz_require(recommendations_builtin(edition, &recommendations, NULL) == STATUS_OK);
    return recommendations;
}

static void show_texts(const struct subject *subject)
{
    struct buffer out = {0};
    const struct edition *edition = subject->edition;
    const struct answer_set *set = &subject->answers->set;
    struct compare_side side = {set, &subject->score};
    struct compare_side empty = {&subject->answers[1].set, &subject->empty_score};
    text_findings(&out, NULL, edition, subject->answers, &subject->findings);
    text_score(&out, NULL, edition, &subject->score);
    text_questions(&out, NULL, edition);
    text_compare(&out, NULL, edition, &empty, &side);
    text_difference(
        &out, NULL, edition, &subject->difference, "target", builtin_support(), &subject->score);
    if (subject->gap_known) {
        text_gap(&out, NULL, edition, set, &subject->score, &subject->gap, builtin_support());
        text_gap_summary(&out, NULL, &subject->gap);
        text_gap_unsure(&out, NULL, &subject->gap);
    }
    expect_text(&out);
    expect_json(json_findings(&subject->findings));
    expect_json(json_score(edition, &subject->score));
    expect_json(json_compare(edition, &empty, &side));
    expect_json(json_difference(edition, &subject->difference, "target"));
    if (subject->gap_known)
        expect_json(json_gap(edition, &subject->gap));
}

static void show_plans(const struct subject *subject)
{
    struct list measures = {.size = sizeof(struct plan_measure)};
    struct buffer out = {0};
    plan_measures_of_difference(&measures, NULL, subject->edition, &subject->difference, "target");
    if (subject->gap_known)
        plan_measures_of_gap(&measures, NULL, subject->edition, &subject->answers->set,
            &subject->score, &subject->gap);
    plan_measures_support(&measures, builtin_support(), subject->edition, &subject->score);
    csv_plan(&out, NULL, subject->edition, &subject->answers->set, &measures);
    fuzz_judge_csv(buffer_string(&out), out.length, 0);
    plan_measures_free(&measures);
    buffer_free(&out);
}

static void show_page(const struct subject *subject)
{
    struct buffer out = {0};
    struct html_organisation page = {
        .edition = subject->edition,
        .answers = subject->answers,
        .score = &subject->score,
        .gap = subject->gap_known ? &subject->gap : NULL,
        .reference = {{.label = "<b>\"reference\"", .score = &subject->empty_score}},
        .references = 1,
        .support = builtin_support(),
        .recommendations = builtin_recommendations(subject->edition),
        .place = "the <second> & best quarter",
        .issued = "2026-11-28",
        .demo = subject->score.level == 0,
    };
    html_organisation(&out, &page);
    fuzz_judge_page(buffer_string(&out), out.length);
    buffer_free(&out);
}

static void show(struct subject *subject)
{
    const struct model *model = &subject->edition->model;
    score_compute(model, &subject->answers->set, &subject->score);
    score_compute(model, &subject->answers[1].set, &subject->empty_score);
    subject->gap_known = gap_find(model, &subject->score, subject->score.level + 1, &subject->gap);
    difference_find(model, &subject->answers[1].set, &subject->answers->set, &subject->difference);
    show_texts(subject);
    show_plans(subject);
    show_page(subject);
}

static void read_and_show(const struct edition *edition, const uint8_t *bytes, size_t length)
{
    struct subject *subject = calloc(1, sizeof *subject);
    fuzz_require(subject != NULL);
    subject->edition = edition;
    subject->answers = calloc(2, sizeof *subject->answers);
    fuzz_require(subject->answers != NULL);
    findings_init(&subject->findings, NULL);
    if (answers_parse(edition, bytes, length, "input", subject->answers, &subject->findings,
            NULL) == STATUS_OK)
        show(subject);
    findings_free(&subject->findings);
    free(subject->answers);
    free(subject);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edition *edition = NULL;
    const uint8_t *end = size == 0 ? NULL : memchr(data, '\0', size);
    if (end == NULL)
        return 0;
    size_t length = (size_t)(end - data);
    if (length > 0 && edition_load(data, length, "input", &edition, NULL) != STATUS_OK)
        return 0;
    read_and_show(edition == NULL ? fuzz_edition() : edition, end + 1, size - length - 1);
    edition_free(edition);
    return 0;
}
