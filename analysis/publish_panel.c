#include "analysis/publish_panel.h"

#include "base/memory.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct stats_cell HIDDEN = {0, STATS_HIDDEN};

/* Figures are cells and nothing else. */
enum { FIGURE_CELLS = sizeof(struct panel_figures) / sizeof(struct stats_cell) };

/* A round of a group, while its parts are judged. */
struct panel_judging {
    const struct publish_panel_round *round;
    const struct collection *other; /* the collection of the other round */
    bool late;
    size_t *member[PANEL_PARTS]; /* owned: places in the collection; of the whole both parts', the
                                    first before the second */
    size_t members[PANEL_PARTS];
    struct publish_rounded *counted[PANEL_PARTS]; /* owned */
    bool *withheld;                               /* owned: by table, of both parts */
    struct publish_solver solver;                 /* of all three, one behind the other */
    uint32_t variables;                           /* of each */
};

/* ---- members ---- */

static int panel_compare_places(const void *one, const void *other)
{
    const size_t *a = one;
    const size_t *b = other;
    return (*a > *b) - (*a < *b);
}

static void share_out_parts(struct panel_judging *judging, const char *group)
{
    const struct collection *collection = judging->round->source->collection;
    const struct selection selection = {.group = group, .late = judging->late};
    for (size_t part = 0; part < PANEL_PARTS; part++)
        judging->member[part] = memory_new(collection->members + 1, sizeof *judging->member[part]);
    for (size_t i = 0; i < collection->members; i++) {
        if (!collection_selects(&selection, &collection->member[i]))
            continue;
        bool both = result_panel_is_in(judging->other, collection->member[i].number, judging->late);
        size_t part = both ? PANEL_BOTH : PANEL_APART;
        judging->member[part][judging->members[part]++] = i;
        judging->member[PANEL_WHOLE][judging->members[PANEL_WHOLE]++] = i;
    }
}

static bool parts_are_large(const struct panel_judging *judging, unsigned least)
{
    for (size_t part = 0; part < PANEL_PARTS; part++) {
        size_t members = judging->members[part];
        if (members < least && (members > 0 || part == PANEL_WHOLE))
            return false;
    }
    return true;
}

/* Rounds the parts and the whole, and counts what is true of them. */
static enum status count_parts(struct panel_judging *judging, struct error *err)
{
    for (size_t part = 0; part < PANEL_PARTS; part++) {
        qsort(judging->member[part], judging->members[part], sizeof(size_t), panel_compare_places);
        judging->counted[part] = memory_new(1, sizeof *judging->counted[part]);
        TRY(publish_rounded_those(judging->round->source, judging->member[part],
            judging->members[part], judging->counted[part], err));
    }
    judging->variables = (uint32_t)judging->counted[0]->cells.solver.variable.count;
    judging->withheld = memory_new(judging->counted[0]->cells.tables, sizeof *judging->withheld);
    return STATUS_OK;
}

/* ---- the solver of all three ---- */

static void copy_rules(struct panel_judging *judging, size_t part)
{
    const struct publish_solver *from = &judging->counted[part]->cells.solver;
    const struct publish_term *term = from->term.items;
    uint32_t base = (uint32_t)part * judging->variables;
    for (size_t rule = 0; rule < from->rule.count; rule++) {
        uint32_t end = publish_solver_rule_first(from, rule + 1);
        publish_solver_rule(&judging->solver);
        for (uint32_t i = publish_solver_rule_first(from, rule); i < end; i++)
            publish_solver_term(&judging->solver, base + term[i].variable, term[i].times);
    }
}

/* What is in a part is in the whole: of each cell, and of how many there are. */
static void tie_parts(struct panel_judging *judging)
{
    const struct publish_cells *cells = &judging->counted[PANEL_WHOLE]->cells;
    for (uint32_t i = 0; i < judging->variables; i++) {
        if (!publish_solver_at(&cells->solver, i)->cell && i != cells->all)
            continue;
        publish_solver_rule(&judging->solver);
        for (size_t part = 0; part < PANEL_PARTS; part++)
            publish_solver_term(&judging->solver, (uint32_t)part * judging->variables + i,
                part == PANEL_WHOLE ? 1 : -1);
    }
}

/* Whether anything of a table is shown of parts: levels, areas, and answers. */
static bool has_parts(const struct publish_cells *cells, unsigned table)
{
    unsigned areas = cells->edition->model.areas;
    return table == PUBLISH_TABLE_LEVELS ||
           (table >= PUBLISH_TABLE_AREAS && table < (unsigned)PUBLISH_TABLE_AREAS + areas) ||
           table >= publish_cells_question_table(cells, 0);
}

/* The whole is published in the hidden form by other rules. */
static void begin_solver(struct panel_judging *judging)
{
    const struct publish_cells *cells = &judging->counted[0]->cells;
    bool hidden = judging->round->rounded == NULL;
    publish_solver_begin(&judging->solver);
    for (size_t part = 0; part < PANEL_PARTS; part++) {
        for (uint32_t i = 0; i < judging->variables; i++) {
            const struct publish_variable *variable =
                publish_solver_at(&judging->counted[part]->cells.solver, i);
            bool judged = variable->cell &&
                          !(hidden && (part == PANEL_WHOLE || !has_parts(cells, variable->table)));
            (void)publish_solver_variable(&judging->solver, variable->table, judged);
        }
    }
    for (size_t part = 0; part < PANEL_PARTS; part++)
        copy_rules(judging, part);
    tie_parts(judging);
}

/* ---- what is shown of them ---- */

/* Exactly so many, or marked as one or two. */
static void know_hidden(struct panel_judging *judging, size_t part, uint32_t place)
{
    struct publish_variable *variable =
        publish_solver_at(&judging->counted[part]->cells.solver, place);
    bool small = variable->count > 0 && variable->count <= PUBLISH_SOLVER_SMALL;
    if (part != PANEL_WHOLE && judging->withheld[variable->table])
        return;
    variable->least = small ? 1 : variable->count;
    variable->most = small ? PUBLISH_SOLVER_SMALL : variable->count;
}

/* The levels, areas and yes-answers, of the whole whatever is hidden of them elsewhere. */
static void know_hidden_cells(struct panel_judging *judging, size_t part)
{
    const struct publish_cells *cells = &judging->counted[part]->cells;
    const struct model *model = &cells->edition->model;
    for (unsigned level = 0; level <= model->levels; level++) {
        know_hidden(judging, part, cells->level[level]);
        for (unsigned area = 0; area < model->areas; area++)
            know_hidden(judging, part, cells->area[area][level]);
    }
    for (unsigned i = 0; i < model->questions; i++)
        know_hidden(judging, part, cells->yes[i]);
}

static void know_somebody(struct panel_judging *judging, size_t part, uint32_t place)
{
    struct publish_variable *variable =
        publish_solver_at(&judging->solver, (uint32_t)part * judging->variables + place);
    variable->least = variable->least > 0 ? variable->least : 1;
}

/* The same organisations are rounded alike: where the whole and a part are not, the other part has
 * somebody. */
static void know_differences(struct panel_judging *judging)
{
    const struct publish_cells *cells = &judging->counted[0]->cells;
    const struct publish_base *base = cells->base.items;
    const unsigned *value[PANEL_PARTS];
    for (size_t part = 0; part < PANEL_PARTS; part++)
        value[part] = judging->counted[part]->row[judging->counted[part]->groups].value;
    for (size_t i = 0; i < cells->base.count; i++) {
        uint32_t place = base[i].variable;
        if (judging->withheld[publish_solver_at(&cells->solver, place)->table])
            continue;
        if (value[PANEL_WHOLE][place] != value[PANEL_BOTH][place])
            know_somebody(judging, PANEL_APART, place);
        if (value[PANEL_WHOLE][place] != value[PANEL_APART][place])
            know_somebody(judging, PANEL_BOTH, place);
    }
}

/* What a reader has at first. In the hidden form nothing is known of a table until it is shown. */
static void set_bounds(struct panel_judging *judging, const bool everything[], const bool whole[])
{
    for (size_t part = 0; part < PANEL_PARTS; part++) {
        struct publish_rounded *counted = judging->counted[part];
        bool hidden = judging->round->rounded == NULL;
        const bool *withheld = hidden                ? everything
                               : part == PANEL_WHOLE ? whole
                                                     : judging->withheld;
        publish_cells_bounds(&counted->cells, counted->row[counted->groups].value, withheld);
        if (hidden)
            know_hidden_cells(judging, part);
        for (uint32_t i = 0; i < judging->variables; i++) {
            const struct publish_variable *from = publish_solver_at(&counted->cells.solver, i);
            struct publish_variable *to =
                publish_solver_at(&judging->solver, (uint32_t)part * judging->variables + i);
            to->least = from->least;
            to->most = from->most;
            to->count = from->count;
        }
    }
    if (judging->round->rounded != NULL)
        know_differences(judging);
}

/* What a member adds to its part and to the whole. The members are those of both rounds first. */
static void parts_of_panel_member(void *context, size_t member, struct list *parts)
{
    struct panel_judging *judging = context;
    size_t part = member < judging->members[PANEL_BOTH] ? PANEL_BOTH : PANEL_APART;
    size_t place = member - (part == PANEL_BOTH ? 0 : judging->members[PANEL_BOTH]);
    size_t number = judging->member[part][place];
    const struct collection *collection = judging->round->source->collection;
    struct publish_cells *cells = &judging->counted[part]->cells;
    struct publish_facts facts;
    struct answer_set answers;
    collection_answers(collection, number, &answers);
    publish_cells_facts(
        collection->edition, &answers, collection->member[number].security_role, &facts);
    sodium_memzero(&answers, sizeof answers);
    publish_cells_parts(cells, &facts, parts);
    size_t own = parts->count;
    for (size_t i = 0; i < own; i++) {
        struct publish_part added = ((struct publish_part *)parts->items)[i];
        uint32_t variable = added.variable;
        ((struct publish_part *)parts->items)[i].variable =
            variable + (uint32_t)part * judging->variables;
        added.variable = variable + (uint32_t)PANEL_WHOLE * judging->variables;
        *(struct publish_part *)list_add(parts) = added;
    }
}

/* The last table that is shown, the weightiest standing first; false if none is. */
static bool withhold_another(struct panel_judging *judging, unsigned table)
{
    if (table < judging->counted[0]->cells.tables && !judging->withheld[table]) {
        judging->withheld[table] = true;
        return true;
    }
    for (unsigned i = judging->counted[0]->cells.tables; i-- > 0;) {
        if (judging->withheld[i])
            continue;
        judging->withheld[i] = true;
        return true;
    }
    return false;
}

/* True if anything of the parts may be shown. whole: what is withheld of the round's own row. */
static bool judge_parts(struct panel_judging *judging, const bool whole[])
{
    const struct publish_cells *cells = &judging->counted[0]->cells;
    bool hidden = judging->round->rounded == NULL;
    bool *everything = memory_new(cells->tables, sizeof *everything);
    bool any = true;
    unsigned table = 0;
    for (unsigned i = 0; i < cells->tables; i++) {
        everything[i] = true;
        judging->withheld[i] = !has_parts(cells, i) || (!hidden && whole[i]);
    }
    begin_solver(judging);
    set_bounds(judging, everything, whole);
    while (
        any && publish_solver_reveals(&judging->solver, hidden ? 0 : judging->members[PANEL_WHOLE],
                   parts_of_panel_member, judging, &table)) {
        any = withhold_another(judging, table);
        set_bounds(judging, everything, whole);
    }
    free(everything);
    return any;
}

/* ---- a group ---- */

static struct stats_cell part_cell(
    const struct panel_judging *judging, size_t part, uint32_t variable)
{
    const struct publish_rounded *counted = judging->counted[part];
    const struct publish_variable *at = publish_solver_at(&counted->cells.solver, variable);
    if (judging->withheld[at->table])
        return HIDDEN;
    if (judging->round->rounded != NULL)
        return (struct stats_cell){counted->row[counted->groups].value[variable], STATS_NUMBER};
    if (at->count > 0 && at->count <= PUBLISH_SOLVER_SMALL)
        return (struct stats_cell){0, STATS_SMALL};
    return (struct stats_cell){(uint64_t)at->count, STATS_NUMBER};
}

static void fill_part(
    const struct panel_judging *judging, size_t part, struct panel_figures *figures)
{
    const struct publish_cells *cells = &judging->counted[part]->cells;
    const struct model *model = &cells->edition->model;
    for (unsigned level = 0; level <= model->levels; level++) {
        figures->level[level] = part_cell(judging, part, cells->level[level]);
        for (unsigned area = 0; area < model->areas; area++)
            figures->area[area][level] = part_cell(judging, part, cells->area[area][level]);
    }
    for (unsigned i = 0; i < model->questions; i++)
        figures->yes[i] = part_cell(judging, part, cells->yes[i]);
}

static void free_judging(struct panel_judging *judging)
{
    for (size_t part = 0; part < PANEL_PARTS; part++) {
        free(judging->member[part]);
        if (judging->counted[part] != NULL)
            publish_rounded_free(judging->counted[part]);
        free(judging->counted[part]);
    }
    publish_solver_free(&judging->solver);
    free(judging->withheld);
}

static void hide_figures_of(struct panel_figures *figures)
{
    struct stats_cell *cell = (struct stats_cell *)figures;
    for (size_t i = 0; i < FIGURE_CELLS; i++)
        cell[i] = HIDDEN;
}

/* The place of a group in that round; -1 of one that the round's edition lacks. */
static int place_in_round(const struct publish_panel_round *round, const struct panel_group *group)
{
    return edition_find_group(round->stats->edition, group->id);
}

/* The round's own row, as its tables and benchmarks have it. */
static void fill_whole(const struct publish_panel_round *round, int place,
    const struct panel_figures parts[], struct panel_figures *whole)
{
    if (place < 0)
        return;
    const struct stats_group *stats = &round->stats->group[place];
    const struct model *model = &round->stats->edition->model;
    whole->counted = stats->response.counted;
    for (unsigned level = 0; level <= model->levels; level++) {
        whole->level[level] = stats->level[level];
        for (unsigned area = 0; area < model->areas; area++)
            whole->area[area][level] = stats->area[area].at_level[level];
    }
    for (unsigned i = 0; i < model->questions; i++) {
        const struct stats_cell yes[] = {parts[PANEL_BOTH].yes[i], parts[PANEL_APART].yes[i]};
        whole->yes[i] = round->rounded == NULL
                            ? result_stats_sum(yes, 2)
                            : publish_row_cell(&round->rounded->cells, &round->rounded->row[place],
                                  round->rounded->cells.yes[i]);
    }
}

/* Shares of rounded levels are of their sum. */
static void fill_panel_sums(struct panel_figures *figures, unsigned levels, bool rounded)
{
    figures->with_level = result_stats_sum(&figures->level[1], levels);
    figures->level_whole =
        rounded ? result_stats_sum(figures->level, levels + 1) : figures->counted;
}

static void fill_round(const struct panel_judging *judging, int place, const struct panel *panel,
    bool shown, struct panel_figures figures[])
{
    const struct model *model = &judging->round->stats->edition->model;
    for (size_t part = 0; part < PANEL_PARTS; part++) {
        hide_figures_of(&figures[part]);
        if (!shown || part == PANEL_WHOLE)
            continue;
        figures[part].counted = (struct stats_cell){judging->members[part], STATS_NUMBER};
        fill_part(judging, part, &figures[part]);
    }
    fill_whole(judging->round, place, figures, &figures[PANEL_WHOLE]);
    for (size_t part = 0; part < PANEL_PARTS; part++)
        fill_panel_sums(&figures[part], model->levels, panel->rounded);
}

/* Judges a round of a group. */
static enum status judge_panel_round(
    struct panel_judging *judging, int place, unsigned least, bool *shown, struct error *err)
{
    const struct publish_panel_round *round = judging->round;
    *shown = place >= 0 && parts_are_large(judging, least) && !round->stats->group[place].withheld;
    if (!*shown)
        return STATUS_OK;
    TRY(count_parts(judging, err));
    *shown =
        judge_parts(judging, round->rounded == NULL ? NULL : round->rounded->row[place].withheld);
    return STATUS_OK;
}

/* In the hidden form both rounds or none: how many are in a part is a count too. */
static enum status publish_panel_group(const struct publish_panel_round round[PANEL_ROUNDS],
    unsigned least, const struct panel *panel, struct panel_group *group, struct error *err)
{
    struct panel_judging judging[PANEL_ROUNDS] = {0};
    bool shown[PANEL_ROUNDS] = {false, false};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < PANEL_ROUNDS; i++) {
        judging[i].round = &round[i];
        judging[i].other = round[1 - i].source->collection;
        judging[i].late = panel->late;
        share_out_parts(&judging[i], group->id);
        TRY_OUT(judge_panel_round(
            &judging[i], place_in_round(&round[i], group), least, &shown[i], err));
    }
    for (size_t i = 0; i < PANEL_ROUNDS; i++) {
        group->withheld[i] = !(shown[i] && (panel->rounded || shown[1 - i]));
        fill_round(&judging[i], place_in_round(&round[i], group), panel, !group->withheld[i],
            group->figures[i]);
    }
out:
    for (size_t i = 0; i < PANEL_ROUNDS; i++)
        free_judging(&judging[i]);
    return status;
}

/* ---- all together ---- */

static void add_figures(struct panel_figures *sum, const struct panel_figures *from)
{
    struct stats_cell *to = (struct stats_cell *)sum;
    const struct stats_cell *more = (const struct stats_cell *)from;
    for (size_t i = 0; i < FIGURE_CELLS; i++) {
        const struct stats_cell both[] = {to[i], more[i]};
        to[i] = result_stats_sum(both, 2);
    }
}

/* Of a part every cell is the sum of those of the groups whose parts are shown, where each of these
 * is shown; hidden where there is no such group. */
static void add_shown_groups(struct panel *panel, size_t round)
{
    struct panel_group *all = &panel->group[panel->groups - 1];
    all->withheld[round] = true;
    for (size_t i = 0; i + 1 < panel->groups; i++) {
        const struct panel_group *group = &panel->group[i];
        if (group->withheld[round])
            continue;
        for (size_t part = 0; part < PANEL_PARTS; part++) {
            if (all->withheld[round])
                all->figures[round][part] = group->figures[round][part];
            else
                add_figures(&all->figures[round][part], &group->figures[round][part]);
        }
        all->withheld[round] = false;
    }
    for (size_t part = 0; all->withheld[round] && part < PANEL_PARTS; part++)
        hide_figures_of(&all->figures[round][part]);
}

enum status publish_panel(const struct publish_panel_round round[PANEL_ROUNDS], unsigned least,
    struct panel *panel, struct error *err)
{
    panel->published = true;
    panel->rounded = round[PANEL_FIRST].rounded != NULL;
    panel->min_group = least;
    for (size_t i = 0; i < panel->groups; i++)
        panel->group[i].rise = (struct panel_rise){0};
    for (size_t i = 0; i + 1 < panel->groups; i++)
        TRY(publish_panel_group(round, least, panel, &panel->group[i], err));
    for (size_t i = 0; i < PANEL_ROUNDS; i++)
        add_shown_groups(panel, i);
    return STATUS_OK;
}
