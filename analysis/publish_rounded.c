#include "analysis/publish_rounded.h"

#include "analysis/disclosure_stats.h"
#include "analysis/result_ranking.h"

#include <stdlib.h>

/* ---- members ---- */

static void share_out_members(const struct publish_making *making,
    const struct selection *selection, struct publish_rounded *out)
{
    const struct collection *collection = making->collection;
    const struct selection every = {.late = selection->late};
    struct publish_row *all = &out->row[out->groups];
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        if (!collection_selects(&every, member))
            continue;
        publish_row_add(&out->row[edition_find_group(collection->edition, member->group)], i);
        publish_row_add(all, i);
    }
    for (size_t i = 0; i < all->members; i++) {
        const char *group = collection->member[all->member[i]].group;
        if (out->row[edition_find_group(collection->edition, group)].members < out->least)
            publish_row_add(&out->row[out->groups + 1], all->member[i]);
    }
}

/* ---- rows ---- */

/* What the row shows becomes a part of all. */
static void add_to_all(struct publish_rounded *out, const struct publish_row *row)
{
    struct publish_row *all = &out->row[out->groups];
    for (size_t i = 0; i < out->cells.solver.variable.count; i++)
        all->value[i] += row->value[i];
    for (unsigned i = 0; i < out->cells.tables; i++)
        all->withheld[i] = all->withheld[i] || row->withheld[i];
}

static void make_rows(struct publish_making *making, struct publish_rounded *out)
{
    struct publish_row *all = &out->row[out->groups];
    const struct publish_row *small = &out->row[out->groups + 1];
    for (size_t place = 0; place < out->groups + 2; place++)
        out->row[place].shown = out->row[place].members >= out->least;
    all->shown = all->shown && (small->members == 0 || small->shown);
    for (size_t place = 0; place < out->groups + 2; place++) {
        if (place == out->groups || !out->row[place].shown)
            continue;
        publish_row_round(making, &out->row[place]);
        publish_row_judge(making, &out->row[place]);
        add_to_all(out, &out->row[place]);
    }
}

/* ---- the whole ---- */

static enum status begin_rounded(struct publish_making *making, const struct publish_source *source,
    unsigned least, struct publish_rounded *out, struct error *err)
{
    const struct edition *edition = source->collection->edition;
    *out = (struct publish_rounded){
        .least = least < PUBLISH_ROUNDED_LEAST ? PUBLISH_ROUNDED_LEAST : least,
        .groups = edition->groups,
    };
    TRY(disclosure_stats_judge(source->collection, err));
    publish_cells_begin(&out->cells, edition);
    publish_making_begin(making, source, &out->cells);
    for (size_t row = 0; row < out->groups + 2; row++)
        publish_row_begin(making, &out->row[row]);
    return STATUS_OK;
}

enum status publish_rounded_make(const struct publish_source *source,
    const struct selection *selection, unsigned least, struct publish_rounded *out,
    struct error *err)
{
    struct publish_making making;
    TRY(begin_rounded(&making, source, least, out, err));
    share_out_members(&making, selection, out);
    make_rows(&making, out);
    publish_making_end(&making);
    return STATUS_OK;
}

static int compare_places(const void *one, const void *other)
{
    const size_t *a = one;
    const size_t *b = other;
    return (*a > *b) - (*a < *b);
}

/* Members stand by number. */
static void take_best(const struct publish_making *making, const struct selection *selection,
    size_t best, struct publish_row *row)
{
    struct ranking ranking;
    result_ranking(making->collection, selection, best, &ranking);
    for (size_t i = 0; i < ranking.shown && i < best; i++)
        publish_row_add(row, ranking.ranked[i].member);
    result_ranking_free(&ranking);
    qsort(row->member, row->members, sizeof *row->member, compare_places);
}

enum status publish_rounded_best(const struct publish_source *source,
    const struct selection *selection, size_t best, struct publish_rounded *out, struct error *err)
{
    struct publish_making making;
    TRY(begin_rounded(&making, source, 0, out, err));
    take_best(&making, selection, best, &out->row[out->groups]);
    publish_row_round(&making, &out->row[out->groups]);
    publish_making_end(&making);
    return STATUS_OK;
}

enum status publish_rounded_those(const struct publish_source *source, const size_t member[],
    size_t members, struct publish_rounded *out, struct error *err)
{
    struct publish_making making;
    TRY(begin_rounded(&making, source, 0, out, err));
    for (size_t i = 0; i < members; i++)
        publish_row_add(&out->row[out->groups], member[i]);
    publish_row_round(&making, &out->row[out->groups]);
    publish_making_end(&making);
    return STATUS_OK;
}

void publish_rounded_free(struct publish_rounded *rounded)
{
    for (size_t row = 0; row < EDITION_GROUPS_MAX + 2; row++)
        publish_row_free(&rounded->row[row]);
    publish_cells_free(&rounded->cells);
    *rounded = (struct publish_rounded){0};
}

size_t publish_rounded_row(const struct publish_rounded *rounded, const char *group)
{
    int place = group == NULL ? -1 : edition_find_group(rounded->cells.edition, group);
    return place < 0 ? rounded->groups : (size_t)place;
}
