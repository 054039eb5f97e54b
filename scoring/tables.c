#include "scoring/tables.h"

#include "scoring/held.h"

static void add_near(const struct held *held, struct tables *tables)
{
    tables->as_many += held->missing.questions == held->measures;
    for (unsigned i = 0; i < held->missing.questions; i++)
        tables->holding[held->missing.question[i].question]++;
}

static void add_held(const struct held *held, struct tables *tables)
{
    struct tables_held *level = &tables->held[held->next - 1];
    level->enough++;
    if (held->measures == 0)
        level->unsure_only++;
    else if (held->measures > TABLES_LACKS_MAX)
        level->more++;
    else {
        level->lacks[held->measures - 1]++;
        add_near(held, tables);
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

static void join_held(const struct tables_held *others, struct tables_held *level)
{
    level->enough += others->enough;
    level->more += others->more;
    level->unsure_only += others->unsure_only;
    for (unsigned i = 0; i < TABLES_LACKS_MAX; i++)
        level->lacks[i] += others->lacks[i];
}

void tables_join(const struct tables *others, struct tables *tables)
{
    group_join(&others->group, &tables->group);
    tables->as_many += others->as_many;
    for (unsigned i = 0; i < MODEL_LEVELS_MAX; i++)
        join_held(&others->held[i], &tables->held[i]);
    for (unsigned i = 0; i < MODEL_QUESTIONS_MAX; i++)
        tables->holding[i] += others->holding[i];
    for (unsigned i = 0; i <= MODEL_LEVELS_MAX; i++) {
        tables->role[0][i] += others->role[0][i];
        tables->role[1][i] += others->role[1][i];
    }
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
