/* Standing (resultattal): the four figures by which organisations are compared.
 */
#ifndef SCORING_STANDING_H
#define SCORING_STANDING_H

enum standing_figure {
    STANDING_LEVEL,       /* overall */
    STANDING_AREA_LEVELS, /* sum over the areas */
    STANDING_POINTS,      /* of all questions */
    STANDING_AREA_POINTS, /* sum over the areas */
    STANDING_FIGURES
};

struct standing {
    unsigned figure[STANDING_FIGURES]; /* the first that differs decides */
};

/* Less than, equal to or greater than 0 as a stands below, beside or above b. */
int standing_compare(const struct standing *a, const struct standing *b);

#endif
