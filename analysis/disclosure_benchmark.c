#include "analysis/disclosure_benchmark.h"

#include "base/memory.h"
#include "scoring/levels.h"
#include "scoring/score.h"

#include <stdlib.h>

/* What is counted of a group. */
struct row {
    unsigned members;
    unsigned yes[MODEL_QUESTIONS_MAX];
    unsigned reach[MODEL_LEVELS_MAX]; /* who have level n or a higher one, at n - 1 */
    unsigned area_reach[MODEL_AREAS_MAX][MODEL_LEVELS_MAX];
};

/* The groups of the edition, all together, and those that are too small together. */
struct rows {
    struct row group[EDITION_GROUPS_MAX];
    struct row all;
    struct row small;
};

/* ---- counting ---- */

static void count_member(const struct model *model, const struct score *score, struct row *row)
{
    row->members++;
    for (unsigned i = 0; i < model->questions; i++)
        row->yes[i] += score->question[i].status == ANSWER_YES;
    for (unsigned level = 0; level < model->levels; level++) {
        row->reach[level] += score->level > level;
        for (unsigned area = 0; area < model->areas; area++)
            row->area_reach[area][level] += score->area[area].level > level;
    }
}

static void add_to_sum(const struct model *model, const struct row *row, struct row *sum)
{
    sum->members += row->members;
    for (unsigned i = 0; i < model->questions; i++)
        sum->yes[i] += row->yes[i];
    for (unsigned level = 0; level < model->levels; level++) {
        sum->reach[level] += row->reach[level];
        for (unsigned area = 0; area < model->areas; area++)
            sum->area_reach[area][level] += row->area_reach[area][level];
    }
}

static enum status count_by_group(
    const struct collection *collection, bool late, struct rows *rows, struct error *err)
{
    const struct edition *edition = collection->edition;
    const struct selection selection = {.late = late};
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        struct score score;
        if (!collection_selects(&selection, member))
            continue;
        int group = edition_find_group(edition, member->group);
        if (group < 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s has the group \"%s\", which the edition %s does not have; import a population "
                "list that gives it one",
                member->number, member->group, edition->id);
        collection_score(collection, i, &score);
        count_member(&edition->model, &score, &rows->group[group]);
    }
    for (size_t i = 0; i < edition->groups; i++) {
        add_to_sum(&edition->model, &rows->group[i], &rows->all);
        if (rows->group[i].members < DISCLOSURE_LEAST)
            add_to_sum(&edition->model, &rows->group[i], &rows->small);
    }
    return STATUS_OK;
}

/* ---- judging a count ---- */

static bool is_small(unsigned count)
{
    return count == 1 || count == 2;
}

/* Whether some yes-answers, without those that a level needs, are one or two. */
static bool reveals(const struct model *model, const struct row *row, unsigned question)
{
    unsigned yes = row->yes[question];
    for (unsigned level = 1; level <= model->levels; level++) {
        if (!levels_has_question(model, level, question))
            continue;
        if (is_small(yes - row->reach[level - 1]))
            return true;
        for (unsigned area = 0; area < model->areas; area++) {
            unsigned from = model->area[area].gate_from[question];
            if (from > 0 && from <= level && is_small(yes - row->area_reach[area][level - 1]))
                return true;
        }
    }
    return false;
}

/* Whether the count of all may be shown beside those of the groups: whatever could be subtracted
 * from it would be shown of no group. */
static bool all_reveals(const struct edition *edition, const struct rows *rows, unsigned question)
{
    for (size_t i = 0; i < edition->groups; i++) {
        const struct row *group = &rows->group[i];
        if (group->members >= DISCLOSURE_LEAST && reveals(&edition->model, group, question))
            return true;
    }
    return reveals(&edition->model, &rows->small, question) ||
           reveals(&edition->model, &rows->all, question);
}

/* group: its place in the edition, or the number of groups for all. */
static struct stats_cell yes_shown(
    const struct edition *edition, const struct rows *rows, size_t group, unsigned question)
{
    static const enum stats_show SHOW[] = {[DISCLOSURE_SHOWN] = STATS_NUMBER,
        [DISCLOSURE_FEWER] = STATS_SMALL,
        [DISCLOSURE_HIDDEN] = STATS_HIDDEN};
    struct disclosure_table table = {.groups = (unsigned)edition->groups, .columns = 2};
    struct disclosure protected;
    for (size_t i = 0; i < edition->groups; i++) {
        table.count[i][0] = rows->group[i].yes[question];
        table.count[i][1] = rows->group[i].members - rows->group[i].yes[question];
    }
    disclosure_protect(&table, DISCLOSURE_LEAST, &protected);
    struct disclosure_value value = disclosure_cell(&table, &protected, (unsigned)group, 0);
    bool revealed = group == edition->groups
                        ? all_reveals(edition, rows, question)
                        : reveals(&edition->model, &rows->group[group], question);
    if (value.kind == DISCLOSURE_SHOWN && revealed)
        return (struct stats_cell){0, STATS_HIDDEN};
    return (struct stats_cell){value.count, SHOW[value.kind]};
}

/* ---- the whole ---- */

enum status disclosure_benchmark_step(unsigned best, struct error *err)
{
    if (best % DISCLOSURE_BENCHMARK_STEP != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the benchmark of the %u best is not published: only of 5, 10, 15 and so on, since two "
            "that differ by a few could tell a single organisation's answers",
            best);
    return STATUS_OK;
}

enum status disclosure_benchmark_times(unsigned best, size_t selected, struct error *err)
{
    if (selected / DISCLOSURE_BENCHMARK_TIMES < best)
        return error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
            "the benchmark of the %u best of %zu is not published: at least three times as many "
            "are needed",
            best, selected);
    return STATUS_OK;
}

static enum status judge_publishing(
    const struct selection *selection, unsigned best, size_t selected, struct error *err)
{
    if (selection->tag != NULL)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "a benchmark of a tag is not published: compared with that of a group it could tell a "
            "single organisation's answers; publish that of a group");
    TRY(disclosure_benchmark_step(best, err));
    if (selected < DISCLOSURE_LEAST)
        return error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
            "a benchmark of %zu organisations is not published: at least %d are needed", selected,
            DISCLOSURE_LEAST);
    return disclosure_benchmark_times(best, selected, err);
}

enum status disclosure_benchmark(const struct collection *collection,
    const struct selection *selection, unsigned best, struct benchmark_result *benchmark,
    struct error *err)
{
    const struct edition *edition = collection->edition;
    size_t group = selection->group == NULL ? edition->groups
                                            : (size_t)edition_find_group(edition, selection->group);
    struct rows *rows = memory_new(1, sizeof *rows);
    enum status status;
    TRY_OUT(judge_publishing(selection, best, benchmark->scope.members, err));
    TRY_OUT(count_by_group(collection, selection->late, rows, err));
    for (unsigned i = 0; i < edition->model.questions; i++)
        benchmark->yes[i] =
            best > 0 ? (struct stats_cell){0, STATS_HIDDEN} : yes_shown(edition, rows, group, i);
    benchmark->scope.published = true;
out:
    free(rows);
    return status;
}
