#include "report/remarks.h"

const char *remark_late(const struct catalog *catalog)
{
    return tr(catalog, "Late submissions are counted.");
}

const char *remark_shares(const struct catalog *catalog)
{
    return tr(catalog, "Shares are rounded to whole percent.");
}

const char *remark_area_levels(const struct catalog *catalog)
{
    return tr(catalog, "The levels of areas are indicative: their rules are in part inferred.");
}

const char *remark_demo_mark(const struct catalog *catalog)
{
    return tr(catalog, "Demonstration");
}

const char *remark_demo(const struct catalog *catalog)
{
    return tr(catalog, "Demonstration: the figures come from a register that was made with "
                       "example keys.");
}

const char *remark_published(struct report *report, unsigned least)
{
    return report_keep(report,
        tr(report->catalog, "For publication: a count of one or two is shown as <3, and what would "
                            "reveal one, or a group of fewer than %u, as a dash."),
        least);
}
