/* Two questionnaires and some answers for the tests of scoring. All answers made here are sure. */
#ifndef TESTS_FIXTURE_MODEL_H
#define TESTS_FIXTURE_MODEL_H

#include "scoring/model.h"

#include <stddef.h>

/* Infosäkkollen 2021, typed in from the facts of MSB's published report. The areas stand in the
 * order of enum fixture_area. */
void fixture_model_2021(struct model *model);

enum fixture_area {
    AREA_RISK,
    AREA_INCIDENT,
    AREA_CLASSIFICATION,
    AREA_SURVEY,
    AREA_MANAGEMENT,
    AREA_TRAINING,
    AREA_SAFEGUARDS,
    AREA_FOLLOWUP,
    AREA_PROCUREMENT,
    AREA_CULTURE,
    FIXTURE_AREAS
};

/* A questionnaire of another shape, made up: see the source. */
void fixture_model_small(struct model *model);

/* The set-up of a test of scoring: *state becomes a struct of the size, all zero but for its first
 * member, a struct model, which is that of 2021. It is returned too. And its tear-down. */
void *fixture_setting(void **state, size_t size);
int fixture_setting_free(void **state);

/* The index of the question that people know by a number; fails the test if there is none. */
unsigned fixture_index(const struct model *model, unsigned id);

/* One answer each, by the question's number. fixture_points ticks the first options, or gives the
 * step; no points is a no. */
void fixture_tick(
    const struct model *model, struct answer_set *answers, unsigned id, const char *letters);
void fixture_points(
    const struct model *model, struct answer_set *answers, unsigned id, unsigned points);

/* Every question with so many points, or as many as it can have. */
void fixture_points_each(const struct model *model, struct answer_set *answers, unsigned points);

/* Makes so many of the answers to a level's questions unsure, from the last one backwards. */
void fixture_unsure(
    const struct model *model, struct answer_set *answers, unsigned level, unsigned count);

/* The two typical organisations of the report; a question left out is answered no. */
void fixture_municipality(const struct model *model, struct answer_set *answers);
void fixture_region(const struct model *model, struct answer_set *answers);

#endif
