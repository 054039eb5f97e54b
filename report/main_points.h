/* What the management is told of a result before anything else. */
#ifndef REPORT_MAIN_POINTS_H
#define REPORT_MAIN_POINTS_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "report/score_tables.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#define MAIN_STEPS 3

/* Appends how many answers have errors; nothing if none has. */
void main_points_invalid(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score);

/* Appends what holds the next level back, in a few short sentences. */
void main_points_held_back(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score);

/* The places in gap->step of the steps that matter most, the most important first; returns how many
 * there are. */
unsigned main_points_steps(
    const struct model *model, const struct gap *gap, unsigned chosen[MAIN_STEPS]);

/* Appends what a step is, and in how many areas it decides the level. */
void main_points_step(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct gap_step *step);

/* Appends level and points of a reference beside the result's, and the area in which the result is
 * furthest behind it, if there is one. */
void main_points_beside(struct buffer *out, const struct catalog *catalog,
    const struct score *score, const struct score_reference *reference);
void main_points_behind(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score,
    const struct score_reference *reference);

/* In how many areas the question is a gate. */
unsigned main_points_gates(const struct model *model, unsigned question);

#endif
