/* Who can teach and who can learn in a group. */
#ifndef REPORT_COOPERATION_H
#define REPORT_COOPERATION_H

#include "analysis/result_cooperation.h"
#include "report/report.h"

#include <jansson.h>

/* The groups by how mixed they are, the questions that are split evenly, and those that few can
 * teach. The result must stay as long as the report. */
void cooperation_tables(struct report *report, const struct cooperation *cooperation);

/* The two lists alone: questions that are split evenly, the most even first; and those that few can
 * teach, the fewest first. */
struct table *cooperation_even_table(
    struct report *report, const struct cooperation *cooperation, const char *title);
struct table *cooperation_few_table(
    struct report *report, const struct cooperation *cooperation, const char *title);

/* scope_json's keys, and {"n","hidden","limits":{"from":[part,of],"to":[part,of]},
 * "groups":[{"group","n","even","few_teach"}],"even":[{"question","topic","areas":[id],"with","without"}],
 * "few_teach":[…]}; the most even split first, or the fewest who can teach; areas as
 * report/question_areas.h defines them. */
json_t *cooperation_json(const struct cooperation *cooperation);

#endif
