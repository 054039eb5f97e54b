#include "report/remarks.h"

const char *remark_late(const struct catalog *catalog)
{
    return tr(catalog, "Late submissions are counted.");
}

const char *remark_no_points(const struct catalog *catalog)
{
    return tr(catalog, "This questionnaire gives no points, so there is no level.");
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

const char *remark_close(const struct catalog *catalog)
{
    return tr(catalog, "*: decided on rounded counts, so closely that the exact ones could have "
                       "decided otherwise.");
}

const char *remark_withheld(const struct catalog *catalog)
{
    return tr(catalog, "A dash instead of an answer: nothing is shown of that question, since its "
                       "counts would reveal one or two. Level, points and measures are counted "
                       "without it, and may be higher.");
}

const char *remark_rounded(struct report *report, unsigned least)
{
    return report_keep(report,
        tr(report->catalog,
            "For publication: each count is rounded at random to the multiple of "
            "three above or below, and sums and shares are of rounded counts; only "
            "those asked, counted and covered are exact. Nothing is shown of a group of "
            "fewer than %u, and a dash is what would reveal one or two."),
        least);
}

const char *remark_tagged(struct report *report, const char *tag)
{
    return report_keep(report,
        tr(report->catalog, "By %s in the population list. All is as in the tables by group: the "
                            "values are rounded by themselves, and need not add up to it."),
        tag);
}

const char *remark_succession(
    struct report *report, const char *round, const struct succession *since)
{
    return report_keep(report,
        tr(report->catalog,
            "%s answers %s: of the %u questions of %s, %u are the same there, %u have changed and "
            "%u are new; %u are gone. Only those that are the same are compared; levels and points "
            "as a whole are not comparable."),
        round, since->from->title, (unsigned)since->to->model.questions, since->to->title,
        succession_count(since, SUCCESSION_SAME), succession_count(since, SUCCESSION_CHANGED),
        succession_count(since, SUCCESSION_NEW), succession_gone(since));
}

const char *remark_parts(const struct catalog *catalog)
{
    return tr(catalog, "A group is shown part by part where each part has nobody or that many. All "
                       "together are the groups that are shown.");
}
