#include "report/panel_editions.h"

#include "format/succession.h"
#include "report/question_since.h"
#include "scoring/question.h"

static const char *marked(struct report *report, const char *name, const char *mark)
{
    return mark == NULL ? name : report_keep(report, "%s (%s)", name, mark);
}

static const char *numbered(struct report *report, const struct edition *edition, unsigned place)
{
    return report_keep(report, "%u. %s", (unsigned)edition->model.question[place].id,
        edition->question[place].topic);
}

const char *panel_editions_question(
    struct report *report, const struct panel *panel, unsigned place)
{
    const char *name = numbered(report, panel->edition[PANEL_SECOND], place);
    if (panel->since == NULL)
        return name;
    return marked(
        report, name, question_since_mark(report->catalog, panel->since->question[place].kind));
}

const char *panel_editions_area(struct report *report, const struct panel *panel, unsigned place)
{
    const char *name = panel->edition[PANEL_SECOND]->area[place].name;
    if (panel->since == NULL)
        return name;
    return marked(
        report, name, question_since_mark(report->catalog, panel->since->area[place].kind));
}

void panel_editions_same(const struct panel *panel, const struct panel_figures *figures,
    size_t round, struct stats_cell *some, struct stats_cell *whole)
{
    const struct edition *last = panel->edition[PANEL_SECOND];
    struct stats_cell yes[MODEL_QUESTIONS_MAX];
    unsigned same = 0;
    for (unsigned i = 0; i < last->model.questions; i++) {
        int place = result_panel_question(panel, round, i);
        bool compared = panel->since->question[i].kind == SUCCESSION_SAME &&
                        question_is_scored(&last->model.question[i]);
        if (compared && place >= 0)
            yes[same++] = figures->yes[place];
    }
    *some = result_stats_sum(yes, same);
    *whole = figures->counted;
    whole->value *= same;
    if (some->value > whole->value)
        some->value = whole->value;
}

/* ---- what is new, changed and gone ---- */

static void put_relation(struct table *table, const char *now, const char *before, const char *kind)
{
    table_put(table, now == NULL ? cell_none() : cell_text(now));
    table_put(table, before == NULL ? cell_none() : cell_text(before));
    table_put(table, cell_text(kind));
}

static void put_questions(
    struct report *report, struct table *table, const struct succession *since)
{
    for (unsigned i = 0; i < since->to->model.questions; i++) {
        const struct succession_question *question = &since->question[i];
        const char *mark = question_since_mark(report->catalog, question->kind);
        if (mark != NULL)
            put_relation(table, numbered(report, since->to, i),
                question->kind == SUCCESSION_NEW ? NULL
                                                 : numbered(report, since->from, question->from),
                mark);
    }
    for (unsigned i = 0; i < since->from->model.questions; i++) {
        if (since->gone[i])
            put_relation(
                table, NULL, numbered(report, since->from, i), tr(report->catalog, "gone"));
    }
}

static void put_areas(
    const struct catalog *catalog, struct table *table, const struct succession *since)
{
    for (unsigned i = 0; i < since->to->model.areas; i++) {
        const struct succession_area *area = &since->area[i];
        const char *mark = question_since_mark(catalog, area->kind);
        if (mark != NULL)
            put_relation(table, since->to->area[i].name,
                area->kind == SUCCESSION_NEW ? NULL : since->from->area[area->from].name, mark);
    }
    for (unsigned i = 0; i < since->from->model.areas; i++) {
        if (since->gone_area[i])
            put_relation(table, NULL, since->from->area[i].name, tr(catalog, "gone"));
    }
}

void panel_editions_table(struct report *report, const struct panel *panel)
{
    const struct catalog *catalog = report->catalog;
    struct table *table =
        report_table(report, tr(catalog, "Questions and areas that are new, changed and gone"));
    table->media = TABLE_READ | TABLE_SHEET;
    table->file = "panel-utgavor";
    table_column(table, TABLE_WORDS, panel->edition[PANEL_SECOND]->title, 34);
    table_column(table, TABLE_WORDS, panel->edition[PANEL_FIRST]->title, 34);
    table_column(table, TABLE_WORDS, NULL, 8);
    put_questions(report, table, panel->since);
    put_areas(catalog, table, panel->since);
}
