#include "report/json_stats.h"

#include "format/edition.h"
#include "report/cell.h"
#include "report/json_parts.h"
#include "report/scope.h"

static json_t *figure(const struct stats_cell *cell)
{
    if (cell->show == STATS_NUMBER)
        return json_integer((json_int_t)cell->value);
    return cell->show == STATS_SMALL ? json_string(CELL_SMALL_TEXT) : json_null();
}

static json_t *figures(const struct stats_cell *cell, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_parts_append(array, figure(&cell[i]));
    return array;
}

static json_t *area_figures(const struct edition *edition, const struct stats_group *group)
{
    json_t *array = json_array();
    unsigned levels = edition->model.levels;
    for (unsigned i = 0; i < edition->model.areas; i++) {
        const struct stats_area *area = &group->area[i];
        json_parts_append(array,
            json_pack("{s:s,s:o,s:o}", "id", edition->area[i].id, "at_level",
                figures(area->at_level, levels + 1U), "above", figures(area->above, levels - 1U)));
    }
    return array;
}

static json_t *points(const struct stats_group *group)
{
    json_t *classes = json_array();
    for (unsigned i = 0; i < group->classes; i++) {
        const struct stats_class *class = &group->class[i];
        json_parts_append(classes, json_pack("{s:i,s:i,s:o}", "from", (int)class->from, "to",
                                       (int)class->to, "count", figure(&class->count)));
    }
    return json_pack("{s:o,s:o,s:o,s:o,s:o}", "sum", figure(&group->points), "lowest",
        figure(&group->lowest), "median", figure(&group->median), "highest",
        figure(&group->highest), "classes", classes);
}

static json_t *held(const struct edition *edition, const struct stats_group *group)
{
    json_t *array = json_array();
    for (unsigned i = 0; i < edition->model.levels; i++) {
        const struct stats_held *of_level = &group->held[i];
        json_t *lacks = json_array();
        for (unsigned steps = 0; steps < TABLES_LACKS_MAX; steps++)
            json_parts_append(lacks, json_pack("{s:i,s:o}", "left", (int)steps + 1, "count",
                                         figure(&of_level->lacks[steps])));
        json_parts_append(
            array, json_pack("{s:i,s:o,s:o,s:o,s:o}", "level", (int)i + 1, "enough",
                       figure(&of_level->enough), "lacks", lacks, "more", figure(&of_level->more),
                       "unsure_only", figure(&of_level->unsure_only)));
    }
    return array;
}

static json_t *holding(const struct edition *edition, const struct stats_group *group)
{
    json_t *array = group->holding_hidden ? json_null() : json_array();
    for (unsigned i = 0; i < group->holdings; i++) {
        const struct stats_holding *entry = &group->holding[i];
        json_parts_append(array,
            json_pack("{s:i,s:o}", "question", (int)edition->model.question[entry->question].id,
                "count", figure(&entry->count)));
    }
    return array;
}

/* ---- fields ---- */

static json_t *field_question(const struct edition *edition, unsigned place)
{
    return json_integer(edition->model.question[place - 1].id);
}

static json_t *field_follow_up(
    const struct edition *edition, unsigned place, const struct stats_field *field)
{
    if (place == 0)
        return json_null();
    return json_pack("{s:o,s:o,s:o}", "question", field_question(edition, place), "chosen",
        figures(field->follow_up, edition->model.question[place - 1].options), "unanswered",
        figure(&field->follow_unanswered));
}

static json_t *field_maturity(
    const struct edition *edition, unsigned place, const struct stats_field *field)
{
    if (place == 0)
        return json_null();
    return json_pack("{s:o,s:o,s:o,s:i,s:o}", "question", field_question(edition, place), "chosen",
        figures(field->level, edition->model.question[place - 1].options), "unanswered",
        figure(&field->level_unanswered), "target", (int)edition->model.target, "reached",
        figure(&field->reached));
}

static json_t *field_figures(const struct edition *edition, const struct stats_group *group)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < edition->model.fields; i++) {
        const struct model_field *asks = &edition->model.field[i];
        const struct stats_field *field = &group->field[i];
        json_parts_append(
            list, json_pack("{s:s,s:o,s:o,s:o,s:o,s:o,s:o}", "id", edition->field_id[i], "question",
                      field_question(edition, asks->question), "yes", figure(&field->yes), "no",
                      figure(&field->no), "unanswered", figure(&field->unanswered), "follow_up",
                      field_follow_up(edition, asks->follow_up, field), "maturity",
                      field_maturity(edition, asks->maturity, field)));
    }
    return list;
}

static json_t *with_fields(
    json_t *json, const struct edition *edition, const struct stats_group *group)
{
    if (edition->model.fields == 0)
        return json;
    return json_parts_joined(
        json, json_pack("{s:{s:o,s:o,s:o},s:o}", "completeness", "whole", figure(&group->whole),
                  "partial", figure(&group->partial), "none", figure(&group->none), "fields",
                  field_figures(edition, group)));
}

static json_t *one_group(const struct edition *edition, const struct stats_group *group)
{
    size_t levels = edition->model.levels + (size_t)1;
    json_t *json = json_pack("{s:s?,s:s?,s:b,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "group",
        group->id, "name", group->name, "withheld", group->withheld ? 1 : 0, "population",
        figure(&group->response.population), "on_time", figure(&group->response.on_time), "late",
        figure(&group->response.late), "outside", figure(&group->response.outside), "missing",
        figure(&group->response.missing), "covered", figure(&group->response.covered),
        "covered_late", figure(&group->response.covered_late), "counted",
        figure(&group->response.counted), "answered_for", figure(&group->response.reach.part));
    json_t *rest = json_pack("{s:o,s:o,s:o,s:o,s:{s:o},s:o,s:{s:o,s:o,s:o},s:o,s:{s:{s:o,s:o}}}",
        "levels", figures(group->level, levels), "any_level", figure(&group->any_level), "areas",
        area_figures(edition, group), "points", points(group), "measures", "sum",
        figure(&group->measures), "held", held(edition, group), "next_level", "enough",
        figure(&group->next.enough), "near", figure(&group->next.near), "as_many",
        figure(&group->next.as_many), "holding", holding(edition, group), "background",
        "security_role", "with", figures(group->role[1], levels), "without",
        figures(group->role[0], levels));
    return with_fields(json_parts_joined(json, rest), edition, group);
}

/* A value of a tag in the place of a group; null for all together. */
static json_t *one_value(const struct edition *edition, const struct stats_group *group)
{
    json_t *json = one_group(edition, group);
    (void)json_object_set_new(json, "group", json_null());
    (void)json_object_set_new(json, "name", json_null());
    (void)json_object_set_new(
        json, "value", group->id == NULL ? json_null() : json_string(group->id));
    return json;
}

static json_t *day(const char *text)
{
    return text[0] == '\0' ? json_null() : json_string(text);
}

json_t *json_stats(const struct stats_table *table)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < table->groups; i++)
        json_parts_append(groups, table->tag == NULL ? one_group(table->edition, &table->group[i])
                                                     : one_value(table->edition, &table->group[i]));
    json_t *json =
        json_pack("{s:{s:s,s:s,s:o,s:o},s:b,s:b,s:o,s:o,s:o}", "round", "id", table->round,
            "edition", table->edition->id, "opens", day(table->opens), "closes", day(table->closes),
            "late_included", table->late_included ? 1 : 0, "published", table->published ? 1 : 0,
            "form", scope_form_json(table->published, table->rounded), "min_group",
            table->published ? json_integer(table->min_group) : json_null(), "groups", groups);
    if (table->tag != NULL)
        (void)json_object_set_new(json, "tag", json_string(table->tag));
    return json;
}
