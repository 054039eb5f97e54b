/* What the management is told of a result before anything else. */
#ifndef REPORT_MAIN_POINTS_H
#define REPORT_MAIN_POINTS_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#define MAIN_STEPS 3

/* Appends what holds the next level back, in a few short sentences. */
void main_points_held_back(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score);

/* The places in gap->step of the steps that matter most, the most important first; returns how many
 * there are. */
unsigned main_points_steps(
    const struct model *model, const struct gap *gap, unsigned chosen[MAIN_STEPS]);

/* In how many areas the question is a gate. */
unsigned main_points_gates(const struct model *model, unsigned question);

#endif
