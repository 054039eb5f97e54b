#include "report/panel.h"

#include "format/edition.h"
#include "report/cell.h"
#include "report/json_parts.h"
#include "report/json_succession.h"
#include "report/scope.h"
#include "scoring/question.h"

static json_t *panel_figure(const struct stats_cell *cell)
{
    if (cell->show == STATS_SMALL)
        return json_string(CELL_SMALL_TEXT);
    return cell->show == STATS_NUMBER ? json_integer((json_int_t)cell->value) : json_null();
}

static json_t *panel_row(const struct stats_cell cell[], unsigned cells)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < cells; i++)
        json_parts_append(list, panel_figure(&cell[i]));
    return list;
}

static json_t *part_json(const struct edition *edition, const struct panel_figures *figures)
{
    unsigned levels = edition->model.levels + 1U;
    json_t *areas = json_array();
    json_t *questions = json_array();
    for (unsigned i = 0; i < edition->model.areas; i++)
        json_parts_append(areas, json_pack("{s:s, s:o}", "id", edition->area[i].id, "at_level",
                                     panel_row(figures->area[i], levels)));
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (question_is_scored(&edition->model.question[i]))
            json_parts_append(
                questions, json_pack("{s:i, s:o}", "id", (int)edition->model.question[i].id, "yes",
                               panel_figure(&figures->yes[i])));
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "counted", panel_figure(&figures->counted),
        "levels", panel_row(figures->level, levels), "with_level",
        panel_figure(&figures->with_level), "median", panel_figure(&figures->median), "areas",
        areas, "questions", questions);
}

static json_t *expected_json(const struct panel_rise *rise)
{
    static const char *const WORDS[FORECAST_RISES + 1] = {
        [FORECAST_STAYS] = "stays", [FORECAST_MAY_RISE] = "may-rise", [FORECAST_RISES] = "rises"};
    json_t *list = json_array();
    for (unsigned i = 0; i <= FORECAST_RISES; i++)
        json_parts_append(list, json_pack("{s:s, s:i, s:i}", "rise", WORDS[i], "count",
                                    (int)rise->expected[i], "came", (int)rise->came[i]));
    return list;
}

static json_t *reach_json(const struct edition *edition, const struct panel_rise *rise)
{
    json_t *reach = json_array();
    for (unsigned level = 1; level <= edition->model.levels; level++)
        json_parts_append(reach,
            json_pack("{s:i, s:i, s:i, s:i, s:i}", "level", (int)level, "first",
                (int)rise->reach[PANEL_FIRST][level], "least", (int)rise->least[level], "most",
                (int)rise->most[level], "second", (int)rise->reach[PANEL_SECOND][level]));
    return reach;
}

static json_t *common_json(const struct panel_common *common)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I}", "of", (json_int_t)common->of, "first",
        (json_int_t)common->reach[PANEL_FIRST], "least", (json_int_t)common->least, "most",
        (json_int_t)common->most, "second", (json_int_t)common->reach[PANEL_SECOND]);
}

/* What rises is the level, or of two editions the points on what they have in common. */
static json_t *rise_json(const struct panel *panel, const struct panel_rise *rise)
{
    bool one = panel->since == NULL;
    if (!rise->there)
        return json_null();
    return json_pack("{s:i, s:i, s:i, s:i, s:o, s:o, s:o}", "both", (int)rise->both, "higher",
        (int)rise->higher, "same", (int)rise->same, "lower", (int)rise->lower, "expected",
        expected_json(rise), "reach",
        one ? reach_json(panel->edition[PANEL_SECOND], rise) : json_null(), "points",
        one ? json_null() : common_json(&rise->common));
}

/* What a round shows of a group. */
static json_t *panel_group_round(
    const struct panel *panel, const struct panel_group *group, size_t round)
{
    const struct edition *edition = panel->edition[round];
    const struct panel_figures *figures = group->figures[round];
    return json_pack("{s:s, s:b, s:o, s:o, s:o}", "round", panel->round[round], "withheld",
        group->withheld[round], "both", part_json(edition, &figures[PANEL_BOTH]), "apart",
        part_json(edition, &figures[PANEL_APART]), "whole",
        part_json(edition, &figures[PANEL_WHOLE]));
}

static json_t *panel_group_json(const struct panel *panel, const struct panel_group *group)
{
    json_t *rounds = json_array();
    for (size_t i = 0; i < PANEL_ROUNDS; i++)
        json_parts_append(rounds, panel_group_round(panel, group, i));
    return json_pack("{s:s?, s:s?, s:o, s:o}", "group", group->id, "name", group->name, "rounds",
        rounds, "rise", rise_json(panel, &group->rise));
}

json_t *panel_round_json(const struct panel *panel, size_t round)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < panel->groups; i++)
        json_parts_append(groups, panel_group_round(panel, &panel->group[i], round));
    return json_parts_sure(groups);
}

json_t *panel_json(const struct panel *panel)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < panel->groups; i++)
        json_parts_append(groups, panel_group_json(panel, &panel->group[i]));
    json_t *min_group = panel->published ? json_integer((json_int_t)panel->min_group) : json_null();
    json_t *relation = panel->since == NULL ? json_null() : json_succession(panel->since);
    return json_parts_sure(json_pack("{s:[s, s], s:s, s:[s, s], s:o, s:b, s:b, s:o, s:o, s:o}",
        "rounds", panel->round[PANEL_FIRST], panel->round[PANEL_SECOND], "edition",
        panel->edition[PANEL_SECOND]->id, "editions", panel->edition[PANEL_FIRST]->id,
        panel->edition[PANEL_SECOND]->id, "relation", relation, "late_included", panel->late,
        "published", panel->published, "form", scope_form_json(panel->published, panel->rounded),
        "min_group", min_group, "groups", groups));
}
