#include "analysis/stats_fill.h"

#include "format/edition.h"

static struct stats_cell number(uint64_t value)
{
    return (struct stats_cell){value, STATS_NUMBER};
}

static const struct stats_cell NONE = {0, STATS_NONE};

_Static_assert(STATS_GROUPS_MAX == EDITION_GROUPS_MAX + 1, "all groups and all together");

/* ---- one group's figures as cells ---- */

/* How many are above each level, of those that are exactly at each. */
static void fill_above(const struct model *model, const unsigned at_level[], struct stats_cell *out)
{
    uint64_t above = 0;
    for (unsigned level = model->levels; level-- > 0;) {
        above += at_level[level + 1];
        out[level] = number(above);
    }
}

static void fill_levels(
    struct stats_group *out, const struct model *model, const struct tables *tables)
{
    const struct group *group = &tables->group;
    for (unsigned level = 0; level <= model->levels; level++) {
        out->level[level] = number(group->at_level[level]);
        for (unsigned i = 0; i < model->areas; i++)
            out->area[i].at_level[level] = number(group->area[i].at_level[level]);
        for (unsigned role = 0; role < 2; role++)
            out->role[role][level] = number(tables->role[role][level]);
    }
    out->any_level = number(group->members - group->at_level[0]);
    for (unsigned i = 0; i < model->areas; i++)
        fill_above(model, group->area[i].at_level, out->area[i].above);
}

static void fill_points(
    struct stats_group *out, const struct edition *edition, const struct tables *tables)
{
    const struct group *group = &tables->group;
    bool any = group->members > 0;
    out->points = number(group->points);
    out->measures = number(group->measures);
    out->lowest = any ? number(group_points_at(group, 1)) : NONE;
    out->median = any ? number(group_points_at(group, (group->members + 1) / 2)) : NONE;
    out->highest = any ? number(group_points_at(group, group->members)) : NONE;
    out->classes = tables_classes(edition->points);
    for (unsigned i = 0; i < out->classes; i++) {
        struct stats_class *class = &out->class[i];
        class->from = i * TABLES_CLASS_WIDTH;
        class->to = i + 1 < out->classes ? class->from + TABLES_CLASS_WIDTH - 1 : edition->points;
        class->count = number(tables_with_points(tables, class->from, class->to));
    }
}

static void fill_held(
    struct stats_group *out, const struct model *model, const struct tables *tables)
{
    uint64_t enough = 0;
    uint64_t near = 0;
    for (unsigned i = 0; i < model->levels; i++) {
        const struct tables_held *held = &tables->held[i];
        out->held[i].enough = number(held->enough);
        for (unsigned steps = 0; steps < TABLES_LACKS_MAX; steps++)
            out->held[i].lacks[steps] = number(held->lacks[steps]);
        out->held[i].more = number(held->more);
        out->held[i].unsure_only = number(held->unsure_only);
        enough += held->enough;
        near += held->enough - held->more - held->unsure_only;
    }
    out->next = (struct stats_next){number(enough), number(near), number(tables->as_many)};
    out->holding_hidden = false;
    out->holdings = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        if (tables->holding[i] > 0)
            out->holding[out->holdings++] = (struct stats_holding){i, number(tables->holding[i])};
    }
    result_stats_sort_holding(out);
}

/* ---- fields ---- */

/* The cells of a distribution; the value is how many chose any. */
static unsigned fill_chosen(struct stats_cell out[], const unsigned chosen[])
{
    unsigned all = 0;
    for (unsigned i = 0; i < MODEL_FIELD_STEPS_MAX; i++) {
        out[i] = number(chosen[i]);
        all += chosen[i];
    }
    return all;
}

static void fill_field(
    struct stats_field *out, const struct maturity_counts_field *field, unsigned members)
{
    out->yes = number(field->yes);
    out->no = number(field->no);
    out->unanswered = number(members - field->yes - field->no);
    out->follow_asked = number(field->follow_asked);
    out->follow_unanswered =
        number(field->follow_asked - fill_chosen(out->follow_up, field->follow_up));
    unsigned chose = fill_chosen(out->level, field->level);
    out->level_whole = number(chose);
    out->level_unanswered = number(members - chose);
    out->reached = number(field->reached);
}

static void fill_fields(
    struct stats_group *out, const struct model *model, const struct maturity_counts *maturity)
{
    const struct stats_cell *population = &out->response.population;
    bool listed = population->show == STATS_NUMBER;
    out->whole = number(maturity->whole);
    out->partial = number(maturity->members - maturity->whole);
    out->none = listed ? number(population->value - maturity->members) : NONE;
    out->asked = listed ? *population : out->response.counted;
    for (unsigned i = 0; i < model->fields; i++)
        fill_field(&out->field[i], &maturity->field[i], maturity->members);
}

void stats_fill(
    struct stats_table *table, size_t place, int group, const struct stats_source *source)
{
    const struct edition *edition = table->edition;
    struct stats_group *out = &table->group[place];
    out->id = group < 0 ? NULL : edition->group[group].id;
    out->name = group < 0 ? NULL : edition->group[group].name;
    out->withheld = false;
    out->response = result_response_cells(&source->response, table->late_included);
    fill_levels(out, &edition->model, &source->tables);
    fill_points(out, edition, &source->tables);
    fill_held(out, &edition->model, &source->tables);
    fill_fields(out, &edition->model, &source->maturity);
    result_stats_share_of_counted(out, edition);
}

void stats_fill_sums(struct stats_group *group, unsigned levels)
{
    group->any_level = result_stats_sum(&group->level[1], levels);
    group->level_whole = result_stats_sum(group->level, levels + 1);
}
