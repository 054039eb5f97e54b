#include "format/signed_answers.h"

#include "scoring/score.h"

#include <stdio.h>

void signed_answers_comment(char comment[SIGNED_ANSWERS_COMMENT_SIZE], const char *number)
{
    (void)snprintf(comment, SIGNED_ANSWERS_COMMENT_SIZE, "sigill-answers/1 %s", number);
}

void signed_answers_result(
    const struct edition *edition, const struct answers *answers, struct manifest_result *result)
{
    struct score score;
    score_compute(&edition->model, &answers->set, &score);
    *result = (struct manifest_result){
        .level = (uint16_t)score.level,
        .points = (uint16_t)score.points,
        .measures = (uint16_t)score.measures,
        .areas = edition->model.areas,
    };
    for (size_t i = 0; i < edition->model.areas; i++) {
        struct manifest_area *area = &result->area[i];
        (void)snprintf(area->id, sizeof area->id, "%s", edition->area[i].id);
        area->level = (uint16_t)score.area[i].level;
        area->points = (uint16_t)score.area[i].points;
    }
}
