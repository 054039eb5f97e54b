/* The rule, and why it suffices, stand in the header. Here rule 2 is protect_row with hide_more,
 * rule 3 is protect_small with protect_all, and rule 4 is may_show.
 *
 * A row is judged in one pass over its columns, in their order and never by its counts: if the
 * smallest count of three or more were hidden first, which one is hidden would say that no other is
 * smaller. So whoever chooses the order of the columns chooses what is hidden beside a small
 * count, and may put first what is missed least. */
#include "analysis/disclosure.h"

#define FEWEST_SHOWN 3 /* smaller counts than this, but 0, are not shown */

static uint32_t bit(unsigned column)
{
    return (uint32_t)1 << column;
}

static uint32_t all_columns(const struct disclosure_table *table)
{
    return table->columns < DISCLOSURE_COLUMNS_MAX ? bit(table->columns) - 1 : UINT32_MAX;
}

/* The second half of rule 2: hides counts of three or more until the marked ones may be all 1 or
 * all 2. False if hiding all of them does not suffice. */
static bool hide_more(const unsigned count[], unsigned columns, unsigned marked, unsigned sum,
    struct disclosure_row *row)
{
    unsigned others = 0;
    for (unsigned c = 0; c < columns; c++) {
        if (count[c] < FEWEST_SHOWN)
            continue;
        row->hidden |= bit(c);
        others++;
        sum += count[c];
        if (sum > 2 * marked + FEWEST_SHOWN * others)
            return true;
    }
    return others > 0 && sum >= 2 * marked + FEWEST_SHOWN * others;
}

static void protect_row(
    const struct disclosure_table *table, const unsigned count[], struct disclosure_row *row)
{
    unsigned marked = 0, sum = 0;
    row->shown = true;
    for (unsigned c = 0; c < table->columns; c++) {
        if (count[c] == 0 || count[c] >= FEWEST_SHOWN)
            continue;
        row->fewer |= bit(c);
        marked++;
        sum += count[c];
    }
    row->hidden = row->fewer;
    if (marked == 0 || (marked < sum && sum < 2 * marked))
        return;
    if (!hide_more(count, table->columns, marked, sum, row)) {
        row->hidden = all_columns(table);
        row->fewer = 0;
    }
}

static unsigned members_of(const struct disclosure_table *table, const unsigned count[])
{
    unsigned members = 0;
    for (unsigned c = 0; c < table->columns; c++)
        members += count[c];
    return members;
}

static bool in_one_column(
    const struct disclosure_table *table, const unsigned count[], unsigned members)
{
    for (unsigned c = 0; c < table->columns; c++) {
        if (count[c] == members)
            return true;
    }
    return false;
}

/* Rule 3: the groups too small, as one row. */
static void protect_small(const struct disclosure_table *table, unsigned least,
    const unsigned count[], struct disclosure_row *small)
{
    small->members = members_of(table, count);
    if (small->members >= least && !in_one_column(table, count, small->members))
        protect_row(table, count, small);
    else if (small->members > 0)
        small->hidden = all_columns(table);
    small->shown = small->members >= least;
}

static void protect_all(unsigned least, struct disclosure *out)
{
    struct disclosure_row *all = &out->row[out->groups];
    const struct disclosure_row *only = &out->small;
    unsigned parts = out->small.members > 0;

    all->hidden = out->small.hidden;
    all->members = out->small.members;
    for (unsigned g = 0; g < out->groups; g++) {
        if (!out->row[g].shown)
            continue;
        parts++;
        only = &out->row[g];
        all->hidden |= out->row[g].hidden;
        all->members += out->row[g].members;
    }
    all->shown = all->members >= least;
    if (parts == 1)
        all->fewer = only->fewer;
}

void disclosure_protect(
    const struct disclosure_table *table, unsigned least, struct disclosure *out)
{
    unsigned small[DISCLOSURE_COLUMNS_MAX] = {0};

    *out = (struct disclosure){.groups = table->groups};
    least = least < DISCLOSURE_LEAST ? DISCLOSURE_LEAST : least;
    for (unsigned g = 0; g < table->groups; g++) {
        struct disclosure_row *row = &out->row[g];
        row->members = members_of(table, table->count[g]);
        if (row->members >= least) {
            protect_row(table, table->count[g], row);
            continue;
        }
        row->hidden = all_columns(table);
        for (unsigned c = 0; c < table->columns; c++)
            small[c] += table->count[g][c];
    }
    protect_small(table, least, small, &out->small);
    protect_all(least, out);
}

/* Whether a sum holds all or nothing of what is hidden in a row. */
static bool follows(const struct disclosure_row *row, uint32_t columns)
{
    return (row->hidden & columns) == 0 || (row->hidden & ~columns) == 0;
}

static bool may_show(const struct disclosure *out, unsigned row, uint32_t columns)
{
    if (!out->row[row].shown)
        return false;
    if (row < out->groups)
        return follows(&out->row[row], columns);
    bool allowed = follows(&out->small, columns);
    for (unsigned g = 0; g < out->groups; g++)
        allowed = allowed && (!out->row[g].shown || follows(&out->row[g], columns));
    return allowed;
}

static unsigned sum_of(const struct disclosure_table *table, unsigned row, uint32_t columns)
{
    unsigned first = row < table->groups ? row : 0;
    unsigned end = row < table->groups ? row + 1 : table->groups;
    unsigned sum = 0;
    for (unsigned g = first; g < end; g++) {
        for (unsigned c = 0; c < table->columns; c++)
            sum += (columns & bit(c)) != 0 ? table->count[g][c] : 0;
    }
    return sum;
}

struct disclosure_value disclosure_sum(const struct disclosure_table *table,
    const struct disclosure *out, unsigned row, uint32_t columns)
{
    columns &= all_columns(table);
    if (!may_show(out, row, columns))
        return (struct disclosure_value){.kind = DISCLOSURE_HIDDEN};
    return (struct disclosure_value){
        .kind = DISCLOSURE_SHOWN, .count = sum_of(table, row, columns)};
}

struct disclosure_value disclosure_cell(const struct disclosure_table *table,
    const struct disclosure *out, unsigned row, unsigned column)
{
    struct disclosure_value value = disclosure_sum(table, out, row, bit(column));
    if (value.kind == DISCLOSURE_HIDDEN && (out->row[row].fewer & bit(column)) != 0)
        value.kind = DISCLOSURE_FEWER;
    return value;
}

bool disclosure_figure(const struct disclosure *out, unsigned row)
{
    bool small_left = row == out->groups && out->small.members > 0 && !out->small.shown;
    return out->row[row].shown && !small_left;
}
