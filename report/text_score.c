#include "report/text_score.h"

#include "report/layout.h"
#include "report/remarks.h"
#include "report/report_text.h"
#include "report/score_tables.h"
#include "scoring/levels.h"

/* ---- what holds back ---- */

static void put_missing_question(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score, unsigned place, unsigned points)
{
    layout_say(out, "  - ",
        tr_count(catalog, "question %u lacks %u point (it has %u): %s",
            "question %u lacks %u points (it has %u): %s", points),
        (unsigned)edition->model.question[place].id, points,
        (unsigned)score->question[place].points, edition->question[place].topic);
}

void text_score_held_back(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score)
{
    const struct model *model = &edition->model;
    struct levels_missing missing;
    unsigned next = score->level + 1;
    if (next > model->levels) {
        layout_paragraph(out, "", tr(catalog, "The highest level is reached."));
        return;
    }
    levels_missing(model, next, score->question, score->points, &missing);
    layout_say(out, "", tr(catalog, "What holds back level %u:"), next);
    for (unsigned i = 0; i < missing.questions; i++)
        put_missing_question(
            out, catalog, edition, score, missing.question[i].question, missing.question[i].points);
    if (missing.total > 0)
        layout_say(out, "  - ",
            tr_count(catalog, "%u point is lacking in all: there are %u, and %u are needed",
                "%u points are lacking in all: there are %u, and %u are needed", missing.total),
            missing.total, score->points, (unsigned)model->level[next - 1].min_total);
    if (missing.unsure > 0)
        layout_say(out, "  - ",
            tr_count(catalog,
                "%u unsure assessment too many: at most %u of the level's questions may be unsure",
                "%u unsure assessments too many: at most %u of the level's questions may be unsure",
                missing.unsure),
            missing.unsure, levels_unsure_allowed(model, next));
}

/* ---- the whole ---- */

void text_score(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct score *score)
{
    const unsigned *figure = score->standing.figure;
    struct report report = {.catalog = catalog};
    if (!edition_has_points(edition)) {
        layout_paragraph(out, "", remark_no_points(catalog));
        return;
    }
    report_text_table(out, &report, score_tables_totals(&report, edition, score, true));
    buffer_text(out, "\n");
    text_score_held_back(out, catalog, edition, score);
    buffer_text(out, "\n");
    report_text_table(
        out, &report, score_tables_areas(&report, edition, score, &(struct score_areas){0}));
    buffer_text(out, "\n");
    layout_say(out, "",
        tr(catalog,
            "Standing: %u, %u, %u, %u (level, sum of the areas' levels, points, sum of the areas' "
            "points; the first that differs decides between two organisations)"),
        figure[STANDING_LEVEL], figure[STANDING_AREA_LEVELS], figure[STANDING_POINTS],
        figure[STANDING_AREA_POINTS]);
    report_free(&report);
}
