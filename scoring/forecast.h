/* Who rises by itself: what an organisation's score becomes when its ways of working that are
 * "under development, or only part of the period" have lasted a whole period.
 *
 * An answer is such if it is a valid no (points.h) of ANSWER_NO_PARTLY. In the forecast it is a
 * valid yes that is sure; every other answer stays as it is. As nobody knows what it will be worth,
 * the forecast is a span: at the least one point, at the most all that the question can give. The
 * overall level, the points and the measures of the organisation lie within the span, whatever
 * options it turns out to be. The areas' points and levels are those of the first option (a) at the
 * least, and of every option at the most; with another single option they may differ at the least,
 * where options of one question belong to different areas. */
#ifndef SCORING_FORECAST_H
#define SCORING_FORECAST_H

#include "scoring/model.h"
#include "scoring/score.h"

enum forecast_rise {
    FORECAST_STAYS,    /* the overall level is the same even at the most */
    FORECAST_MAY_RISE, /* it is higher at the most, but not at the least */
    FORECAST_RISES,    /* it is higher even at the least */
};

struct forecast {
    unsigned partly; /* answers that are under development, or only of part of the period */
    uint8_t rise;    /* enum forecast_rise */
    struct score now;
    struct score least; /* never below now, */
    struct score most;  /* nor most below least: overall level, points, measures and standing */
};

/* Whether an answer is such a one. */
bool forecast_is_partly(
    const struct model *model, const struct answer_set *answers, unsigned place);

/* Fills *out with the answers as they become when each such one gives the points given, at least 1,
 * or as many as its question can give: its first options, or that step. out may be answers. */
void forecast_answers(const struct model *model, const struct answer_set *answers, unsigned points,
    struct answer_set *out);

/* Fills all of *out. */
void forecast_find(
    const struct model *model, const struct answer_set *answers, struct forecast *out);

#endif
