/* Two rounds, part by part (analysis/result_panel.h). */
#ifndef REPORT_PANEL_H
#define REPORT_PANEL_H

#include "analysis/result_panel.h"
#include "report/report.h"

#include <jansson.h>

/* What it is about, and what must be known to read it. */
void panel_heading(struct report *report, const struct panel *panel);

/* Of each group the parts of both rounds, with their levels and a sentence on what a change of the
 * share with a level comes from; what the first round let expect of those in both, and what came;
 * areas and answers. CSV has all figures in long form: group (an id, or "all"), round, part
 * ("both", "apart", "whole"), table, row, column, value. */
void panel_tables(struct report *report, const struct panel *panel);

/* {"rounds":[id,id],"edition","late_included","published","form","min_group","groups":[{"group":
 * id|null,"name","rounds":[{"round","withheld","both":F,"apart":F,"whole":F},…],"rise":R|null}]}
 * with F {"counted","levels":[…],"with_level","median","areas":[{"id","at_level":[…]}],"questions":
 * [{"id","yes"}]} and R {"both","higher","same","lower","expected":[{"rise","count","came"}],
 * "reach":[{"level","first","least","most","second"}]}. */
json_t *panel_json(const struct panel *panel);

#endif
