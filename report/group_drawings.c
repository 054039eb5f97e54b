#include "report/group_drawings.h"

#include "base/memory.h"
#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/svg_shares.h"
#include "report/svg_spread.h"

#include <stdlib.h>

static void say_figure(struct buffer *out, const struct stats_cell *figure)
{
    struct cell cell = cell_stats(figure, NULL);
    cell_put(out, &cell);
    buffer_text(out, ". ");
}

/* ---- levels ---- */

void group_drawing_levels(struct buffer *out, struct buffer *desc, const struct catalog *catalog,
    const char *id, const char *title, unsigned levels, const struct stats_cell at_level[],
    const struct stats_cell *whole)
{
    struct svg_shares shares = {.whole = whole->value, .kinds = levels + 1U};
    for (unsigned i = 0; i < shares.kinds && i < SVG_SHARES_MOST; i++) {
        shares.part[i] = at_level[i].value;
        shares.hidden[i] = at_level[i].show != STATS_NUMBER;
        buffer_printf(desc, tr(catalog, "Level %u"), i);
        buffer_text(desc, ": ");
        say_figure(desc, &at_level[i]);
    }
    shares.words = (struct svg_words){id, title, buffer_string(desc)};
    svg_shares(out, &shares);
}

/* ---- classes of points ---- */

static const char *sign_instead(const struct stats_cell *figure)
{
    if (figure->show == STATS_NUMBER)
        return NULL;
    return figure->show == STATS_SMALL ? CELL_SMALL_TEXT : CELL_HIDDEN_TEXT;
}

bool group_drawing_has_classes(const struct stats_group *group)
{
    for (unsigned i = 0; i < group->classes; i++) {
        if (group->class[i].count.show != STATS_HIDDEN)
            return true;
    }
    return false;
}

void group_drawing_classes(struct buffer *out, struct buffer *desc, const char *id,
    const char *title, const struct stats_group *group)
{
    struct svg_class *class = memory_new(group->classes, sizeof *class);
    for (unsigned i = 0; i < group->classes; i++) {
        const struct stats_cell *count = &group->class[i].count;
        class[i] = (struct svg_class){group->class[i].from, count->value, sign_instead(count)};
        buffer_printf(desc, "%u–%u: ", group->class[i].from, group->class[i].to);
        say_figure(desc, count);
    }
    struct svg_words words = {id, title, buffer_string(desc)};
    svg_classes(out, &words, class, group->classes);
    free(class);
}

/* ---- standings ---- */

/* How many stand at each level, and the points of the first and the last. */
static void describe_standings(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct standing standing[], size_t standings)
{
    size_t at = 0;
    for (unsigned level = edition->model.levels + 1U; level-- > 0;) {
        size_t begin = at;
        while (at < standings && standing[at].figure[STANDING_LEVEL] == level)
            at++;
        buffer_printf(out, tr(catalog, "Level %u"), level);
        buffer_printf(out, ": %zu", at - begin);
        if (at > begin) {
            buffer_text(out, "; ");
            buffer_printf(out, tr(catalog, "from %u to %u points"),
                standing[at - 1].figure[STANDING_POINTS], standing[begin].figure[STANDING_POINTS]);
        }
        buffer_text(out, ". ");
    }
}

void group_drawing_standings(struct buffer *out, struct buffer *desc, const struct catalog *catalog,
    const char *id, const char *title, const struct edition *edition,
    const struct standing standing[], size_t standings)
{
    struct svg_standing *list = memory_new(standings, sizeof *list);
    for (size_t i = 0; i < standings; i++)
        list[i] = (struct svg_standing){
            standing[i].figure[STANDING_LEVEL], standing[i].figure[STANDING_POINTS]};
    describe_standings(desc, catalog, edition, standing, standings);
    struct svg_words words = {id, title, buffer_string(desc)};
    svg_standings(out, &words, list, standings, edition->points);
    free(list);
}
