#include "report/trend_editions.h"

#include "format/edition.h"
#include "format/succession.h"
#include "report/json_parts.h"
#include "report/remarks.h"
#include "scoring/question.h"

#include <string.h>

/* ---- what is comparable, in words ---- */

static void remark_round(
    struct report *report, const struct trend_round *round, const struct edition *last)
{
    const struct catalog *catalog = report->catalog;
    if (strcmp(round->edition->id, last->id) == 0)
        return;
    if (round->since == NULL)
        report_remark(report,
            report_keep(report,
                tr(catalog,
                    "%s answers %s, which nothing relates to %s: nothing of it is comparable."),
                round->id, round->edition->title, last->title));
    else
        report_remark(report, remark_succession(report, round->id, round->since));
}

void trend_editions_remark(struct report *report, const struct trend_round *round, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++)
        remark_round(report, &round[i], round[rounds - 1].edition);
}

/* ---- question by question ---- */

/* Whether it is the same in a round of another edition. */
static bool is_followed(const struct trend_round *round, size_t rounds, unsigned place)
{
    const struct edition *last = round[rounds - 1].edition;
    for (size_t i = 0; i < rounds; i++) {
        if (strcmp(round[i].edition->id, last->id) != 0 &&
            trend_same_question(&round[i], place) >= 0)
            return true;
    }
    return false;
}

static struct cell share_of(
    const struct trend_round *round, const struct edition *last, unsigned place)
{
    int at = trend_same_question(round, place);
    unsigned most = question_most(&last->model.question[place]);
    unsigned members = round->group->members;
    if (at < 0 || members == 0)
        return cell_none();
    return cell_part(CELL_SHARE, (unsigned)round->group->question[at].points, members * most);
}

void trend_editions_tables(struct report *report, const struct trend_round *round, size_t rounds)
{
    const struct catalog *catalog = report->catalog;
    const struct edition *last = round[rounds - 1].edition;
    trend_editions_remark(report, round, rounds);
    struct table *table =
        report_table(report, tr(catalog, "Points on what is the same, of all that there are"));
    table_column(table, TABLE_WORDS, tr(catalog, "Question"), 0);
    for (size_t i = 0; i < rounds; i++)
        table_column(table, TABLE_FIGURES, round[i].id, 0);
    for (unsigned i = 0; i < last->model.questions; i++) {
        if (question_most(&last->model.question[i]) == 0 || !is_followed(round, rounds, i))
            continue;
        table_put(table, cell_text(report_keep(report, "%u. %s",
                             (unsigned)last->model.question[i].id, last->question[i].topic)));
        for (size_t k = 0; k < rounds; k++)
            table_put(table, share_of(&round[k], last, i));
    }
}

/* ---- JSON ---- */

static json_t *same_question(
    const struct trend_round *round, const struct edition *last, unsigned place, unsigned at)
{
    const struct group_question *question = &round->group->question[at];
    return json_pack("{s:i, s:i, s:I, s:i, s:i}", "question", (int)last->model.question[place].id,
        "was", (int)round->edition->model.question[at].id, "points", (json_int_t)question->points,
        "max", (int)question_most(&last->model.question[place]), "with_points",
        (int)(round->group->members - question->with_points[0]));
}

json_t *trend_editions_json(const struct trend_round *round, const struct edition *last)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < last->model.questions && round->since != NULL; i++) {
        int at = trend_same_question(round, i);
        if (at >= 0 && question_most(&last->model.question[i]) > 0)
            json_parts_append(list, same_question(round, last, i, (unsigned)at));
    }
    if (round->since != NULL)
        return list;
    json_decref(list);
    return json_null();
}
