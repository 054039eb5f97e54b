/* Which support suits a question that is to be answered better: the two or three of the catalogue
 * that serve it, chosen here, shown by several. */
#ifndef REPORT_SUPPORT_CHOICE_H
#define REPORT_SUPPORT_CHOICE_H

#include "format/edition.h"
#include "format/support.h"
#include "scoring/difference.h"
#include "scoring/gap.h"
#include "scoring/score.h"

#include <stdbool.h>
#include <stddef.h>

#define SUPPORT_CHOICE_MAX 3 /* for a question */

/* The level of support that suits a question: basic where one of the areas that it belongs to
 * (question_areas) is at level 0 or 1, where the foundations are still laid, else advanced. */
enum support_level support_choice_level(
    const struct edition *edition, const struct score *score, unsigned question);

/* The support for the question at that place in the edition; how many is the value, at most two and
 * one more for a question of the first section, whose foundations only the management can lay: the
 * one for the management, last. Of several that serve the question those of the level that suits go
 * first, then starting points, those of the other level and those for the management; of these by
 * category support in the work, guidance, training, measuring tools, reports and contacts; then in
 * the catalogue's order. Earlier support is chosen, one item
 * of it, only where there is no other. 0 where nothing serves it, or the catalogue is NULL or for
 * another edition. */
size_t support_choice(const struct support *support, const struct edition *edition,
    const struct score *score, unsigned question,
    const struct support_item *item[SUPPORT_CHOICE_MAX]);

/* Which items of a catalogue are chosen for one question or another. */
struct support_chosen {
    bool item[SUPPORT_ITEMS_MAX];
    size_t count;
};

/* Those for all questions that a gap has steps of, or that lack something. */
void support_choice_of_gap(const struct support *support, const struct edition *edition,
    const struct score *score, const struct gap *gap, struct support_chosen *chosen);
void support_choice_of_difference(const struct support *support, const struct edition *edition,
    const struct score *score, const struct difference *difference, struct support_chosen *chosen);

#endif
