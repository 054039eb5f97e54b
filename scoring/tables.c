#include "scoring/tables.h"

#include "scoring/held.h"

/* A question has at most one step of each kind. */
static void add_held(const struct held *held, struct tables *tables)
{
    struct tables_held *level = &tables->held[held->enough_for - 1];
    level->enough++;
    if (held->lacks == 0)
        level->unsure_only++;
    else if (held->lacks <= TABLES_LACKS_MAX)
        level->lacks[held->lacks - 1]++;
    else
        level->more++;
    for (unsigned i = 0; i < held->gap.steps; i++) {
        if (held->gap.step[i].why == GAP_MINIMUM)
            tables->holding[held->gap.step[i].question]++;
    }
}

void tables_add(
    const struct model *model, const struct score *score, bool security_role, struct tables *tables)
{
    struct held held;
    group_add(model, score, &tables->group);
    tables->role[security_role][score->level]++;
    if (held_find(model, score, &held))
        add_held(&held, tables);
}

unsigned tables_classes(unsigned points_max)
{
    unsigned classes = (points_max + TABLES_CLASS_WIDTH - 1) / TABLES_CLASS_WIDTH;
    return classes > 0 ? classes : 1;
}

unsigned tables_with_points(const struct tables *tables, unsigned least, unsigned most)
{
    unsigned members = 0;
    for (unsigned points = least; points <= most && points <= GROUP_POINTS_MAX; points++)
        members += tables->group.with_points[points];
    return members;
}
