/* What the first of two rounds let expect of those who have answered in both, and what came
 * (analysis/result_panel.h). */
#ifndef ANALYSIS_PANEL_RISE_H
#define ANALYSIS_PANEL_RISE_H

#include "analysis/result_panel.h"

/* Adds an organisation by its answers in each round, which are to that round's edition.
 *
 * Of two editions an answer that is under development is expected to give on what goes on, at the
 * most, all that goes on of its question, and at the least what the option gives that gives least:
 * nothing, if there is one that does not go on. */
void panel_rise_add(const struct panel *panel, const struct answer_set answers[PANEL_ROUNDS],
    struct panel_rise *rise);

#endif
