/* Two rounds, part by part (analysis/result_panel.h). */
#ifndef REPORT_PANEL_H
#define REPORT_PANEL_H

#include "analysis/result_panel.h"
#include "report/report.h"

#include <jansson.h>

#define PANEL_SECTION "panel"

/* What it is about, and what must be known to read it, where nothing else is shown. */
void panel_heading(struct report *report, const struct panel *panel);

/* In a section of their own, each with the name of its file, such as "panel-kommun-omraden" and, of
 * what CSV has, "panel". Of each group the parts of both rounds, with their levels and a sentence
 * on what a change of the share with a level comes from; what the first round let expect of those
 * in both, and what came; areas and answers with points. Of rounds of two editions what is the same
 * is compared, and a last table says what is new, changed and gone. CSV has all figures in long
 * form: group (an id, or "all"), round, part ("both", "apart", "whole"), table, row, column, value.
 */
void panel_tables(struct report *report, const struct panel *panel);

/* {"rounds":[id,id],"edition","editions":[id,id],"relation":S|null,"late_included","published","form","min_group","groups":[{"group":
 * id|null,"name","rounds":[{"round","withheld","both":F,"apart":F,"whole":F},…],"rise":R|null}]}
 * with F {"counted","levels":[…],"with_level","median","areas":[{"id","at_level":[…]}],"questions":
 * [{"id","yes"}]} and R {"both","higher","same","lower","expected":[{"rise","count","came"}],
 * "reach":[{"level","first","least","most","second"}]|null,"points":{"of","first","least","most",
 * "second"}|null}; S is json_succession's, null of rounds of one edition. */
json_t *panel_json(const struct panel *panel);

/* What one of the rounds shows of each group, in the same way: an element of "rounds" for each. It
 * is the same whichever of the two rounds is the first. */
json_t *panel_round_json(const struct panel *panel, size_t round);

#endif
