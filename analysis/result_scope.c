#include "analysis/result_scope.h"

#include "analysis/collection.h"

_Static_assert(SCOPE_GROUPS_MAX == EDITION_GROUPS_MAX + 1, "all groups and all together");

struct scope result_scope(const struct collection *collection, const struct selection *selection)
{
    struct scope scope = {.edition = collection->edition,
        .round = collection->round.id,
        .group = selection->group,
        .tag = selection->tag,
        .value = selection->value,
        .late = selection->late};
    for (size_t i = 0; i < collection->members; i++)
        scope.members += collection_selects(selection, &collection->member[i]);
    return scope;
}

size_t result_scope_groups(const struct scope *scope, int group[SCOPE_GROUPS_MAX])
{
    size_t count = 0;
    if (scope->group != NULL) {
        group[0] = edition_find_group(scope->edition, scope->group);
        return 1;
    }
    for (size_t i = 0; i < scope->edition->groups; i++)
        group[count++] = (int)i;
    group[count++] = -1;
    return count;
}
