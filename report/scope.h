/* Whom a result about several organisations is about, in words and as JSON. */
#ifndef REPORT_SCOPE_H
#define REPORT_SCOPE_H

#include "analysis/result_scope.h"
#include "format/edition.h"
#include "report/report.h"

#include <jansson.h>

/* The report's heading: round, group, tag, how many; and a remark if late ones are among them. */
void scope_heading(struct report *report, const struct scope *scope);

/* The name of a group for people; the id itself if the edition has no such group. */
const char *scope_group_name(const struct edition *edition, const char *group);

/* The heading of a group's column, and the word by which programs know it. group: its place, or -1
 * for all. */
const char *scope_group_heading(
    const struct catalog *catalog, const struct edition *edition, int group);
const char *scope_group_word(const struct edition *edition, int group);

/* In which form it is published: "hidden", "rounded", or null. */
json_t *scope_form_json(bool published, bool rounded);

/* {"round","edition","group":id|null,"tag":{"name","value"}|null,"late_included","published","form"}:
 * a new object, to which a result adds its own keys. */
json_t *scope_json(const struct scope *scope);

#endif
