#include "report/text_score.h"

#include "base/text.h"
#include "report/layout.h"
#include "scoring/levels.h"

#include <stdio.h>

enum { LABEL_WIDTH = 20, NAME_MAX_WIDTH = 51, POINTS_WIDTH = 7, LEVEL_WIDTH = 5, BAR_WIDTH = 12 };

/* ---- totals ---- */

static void total(
    struct buffer *out, const char *label, unsigned value, const char *of, unsigned most)
{
    layout_cell(out, label, LABEL_WIDTH);
    buffer_printf(out, "%4u %s %u\n", value, of, most);
}

static void totals(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct score *score)
{
    const char *of = tr(catalog, "of");
    total(out, tr(catalog, "Level"), score->level, of, edition->model.levels);
    total(out, tr(catalog, "Points"), score->points, of, edition->points);
    total(out, tr(catalog, "Measures"), score->measures, of, edition->measures);
    total(out, tr(catalog, "Unsure answers"), score->unsure, of, edition->model.questions);
}

/* ---- what holds back ---- */

static void missing_question(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score, unsigned place, unsigned points)
{
    struct buffer text = {0};
    buffer_printf(&text,
        tr_count(catalog, "question %u lacks %u point (it has %u): %s",
            "question %u lacks %u points (it has %u): %s", points),
        (unsigned)edition->model.question[place].id, points,
        (unsigned)score->question[place].points, edition->question[place].topic);
    layout_paragraph(out, "  - ", buffer_string(&text));
    buffer_free(&text);
}

static void missing_total(struct buffer *out, const struct catalog *catalog, unsigned points,
    unsigned have, unsigned need)
{
    struct buffer text = {0};
    buffer_printf(&text,
        tr_count(catalog, "%u point is lacking in all: there are %u, and %u are needed",
            "%u points are lacking in all: there are %u, and %u are needed", points),
        points, have, need);
    layout_paragraph(out, "  - ", buffer_string(&text));
    buffer_free(&text);
}

static void missing_sure(
    struct buffer *out, const struct catalog *catalog, unsigned unsure, unsigned allowed)
{
    struct buffer text = {0};
    buffer_printf(&text,
        tr_count(catalog,
            "%u unsure assessment too many: at most %u of the level's questions may be unsure",
            "%u unsure assessments too many: at most %u of the level's questions may be unsure",
            unsure),
        unsure, allowed);
    layout_paragraph(out, "  - ", buffer_string(&text));
    buffer_free(&text);
}

static void held_back(struct buffer *out, const struct catalog *catalog,
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
    buffer_printf(out, tr(catalog, "What holds back level %u:"), next);
    buffer_text(out, "\n");
    for (unsigned i = 0; i < missing.questions; i++)
        missing_question(
            out, catalog, edition, score, missing.question[i].question, missing.question[i].points);
    if (missing.total > 0)
        missing_total(out, catalog, missing.total, score->points, model->level[next - 1].min_total);
    if (missing.unsure > 0)
        missing_sure(out, catalog, missing.unsure, levels_unsure_allowed(model, next));
}

/* ---- areas ---- */

static size_t widest_area(const struct edition *edition)
{
    size_t widest = 0;
    for (unsigned i = 0; i < edition->model.areas; i++) {
        size_t width = text_width(edition->area[i].name);
        widest = width > widest ? width : widest;
    }
    return widest < NAME_MAX_WIDTH ? widest : NAME_MAX_WIDTH;
}

static void area_row(
    struct buffer *out, const char *name, size_t width, const struct areas_result *area)
{
    char points[32];
    char level[16];
    (void)snprintf(points, sizeof points, "%u/%u", area->points, area->max);
    (void)snprintf(level, sizeof level, "%u", area->level);
    layout_cell(out, name, width);
    buffer_text(out, " ");
    layout_bar(out, area->points, area->max, BAR_WIDTH);
    buffer_text(out, " ");
    layout_right(out, points, POINTS_WIDTH);
    buffer_text(out, " ");
    layout_right(out, level, LEVEL_WIDTH);
    buffer_text(out, "\n");
}

void text_score_areas(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score)
{
    size_t width = widest_area(edition);
    layout_cell(out, tr(catalog, "Area"), width + BAR_WIDTH + 2);
    layout_right(out, tr(catalog, "Points"), POINTS_WIDTH);
    buffer_text(out, " ");
    layout_right(out, tr(catalog, "Level"), LEVEL_WIDTH);
    buffer_text(out, "\n");
    for (unsigned i = 0; i < edition->model.areas; i++)
        area_row(out, edition->area[i].name, width, &score->area[i]);
    layout_paragraph(out, "",
        tr(catalog, "The levels of areas are indicative: their rules are in part inferred."));
}

/* ---- standing ---- */

static void standing_line(
    struct buffer *out, const struct catalog *catalog, const struct standing *standing)
{
    struct buffer text = {0};
    buffer_printf(&text,
        tr(catalog,
            "Standing: %u, %u, %u, %u (level, sum of the areas' levels, points, sum of the areas' "
            "points; the first that differs decides between two organisations)"),
        standing->figure[STANDING_LEVEL], standing->figure[STANDING_AREA_LEVELS],
        standing->figure[STANDING_POINTS], standing->figure[STANDING_AREA_POINTS]);
    layout_paragraph(out, "", buffer_string(&text));
    buffer_free(&text);
}

void text_score(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct score *score)
{
    totals(out, catalog, edition, score);
    buffer_text(out, "\n");
    held_back(out, catalog, edition, score);
    buffer_text(out, "\n");
    text_score_areas(out, catalog, edition, score);
    buffer_text(out, "\n");
    standing_line(out, catalog, &score->standing);
}
