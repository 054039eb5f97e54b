#include "report/scope.h"

#include "report/remarks.h"

const char *scope_group_name(const struct edition *edition, const char *group)
{
    int place = edition_find_group(edition, group);
    return place < 0 ? group : edition->group[place].name;
}

const char *scope_group_heading(
    const struct catalog *catalog, const struct edition *edition, int group)
{
    return group < 0 ? tr(catalog, "All") : edition->group[group].name;
}

const char *scope_group_word(const struct edition *edition, int group)
{
    return group < 0 ? "all" : edition->group[group].id;
}

void scope_heading(struct report *report, const struct scope *scope)
{
    const struct catalog *catalog = report->catalog;
    struct buffer text = {0};
    unsigned long members = (unsigned long)scope->members;
    buffer_printf(&text, tr(catalog, "Round %s"), scope->round);
    buffer_text(&text, ", ");
    if (scope->group == NULL)
        buffer_text(&text, tr(catalog, "all groups"));
    else
        buffer_printf(
            &text, tr(catalog, "group %s"), scope_group_name(scope->edition, scope->group));
    if (scope->tag != NULL)
        buffer_printf(&text, ", %s = %s", scope->tag, scope->value);
    buffer_text(&text, ": ");
    buffer_printf(
        &text, tr_count(catalog, "%lu organisation", "%lu organisations", members), members);
    report->heading = report_keep(report, "%s", buffer_string(&text));
    if (scope->late)
        report_remark(report, remark_late(catalog));
    buffer_free(&text);
}

json_t *scope_form_json(bool published, bool rounded)
{
    if (!published)
        return json_null();
    return json_string(rounded ? "rounded" : "hidden");
}

json_t *scope_json(const struct scope *scope)
{
    json_t *tag = scope->tag == NULL
                      ? json_null()
                      : json_pack("{s:s, s:s}", "name", scope->tag, "value", scope->value);
    return json_pack("{s:s, s:s, s:s?, s:o, s:b, s:b, s:o}", "round", scope->round, "edition",
        scope->edition->id, "group", scope->group, "tag", tag, "late_included", scope->late ? 1 : 0,
        "published", scope->published ? 1 : 0, "form",
        scope_form_json(scope->published, scope->rounded));
}
