#include "report/benchmark_name.h"

#include "report/scope.h"

static void put_of_all(struct buffer *out, const struct catalog *catalog, unsigned best)
{
    if (best > 0)
        buffer_printf(out, tr(catalog, "the benchmark of the %u best of all groups"), best);
    else
        buffer_text(out, tr(catalog, "the benchmark of all groups"));
}

static void put_of_group(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const char *group, unsigned best)
{
    const char *typical = edition_typical(edition, group);
    const char *name = scope_group_name(edition, group);
    if (best > 0)
        buffer_printf(out, tr(catalog, "the benchmark of the %u best of the group %s"), best, name);
    else if (typical != NULL)
        buffer_text(out, typical);
    else
        buffer_printf(out, tr(catalog, "the benchmark of the group %s"), name);
}

void benchmark_name(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const char *group, unsigned best, unsigned long members)
{
    if (group == NULL)
        put_of_all(out, catalog, best);
    else
        put_of_group(out, catalog, edition, group, best);
    buffer_text(out, " (");
    buffer_printf(
        out, tr_count(catalog, "%lu organisation", "%lu organisations", members), members);
    buffer_text(out, ")");
}
