/* The result numbers of a group: its members, or how they are shared. */
#include "report/compilation_drawing_parts.h"

#include "format/edition.h"
#include "report/group_drawings.h"
#include "report/svg_shares.h"
#include "report/svg_spread.h"

static void draw_standings(struct compilation_drawing *drawing)
{
    const struct compilation_group *group = drawing->group;
    char id[DRAWING_ID_SIZE];
    compilation_drawing_id(drawing, id);
    group_drawing_standings(&drawing->part[0], &drawing->desc[0], drawing->kept.catalog, id,
        compilation_drawing_heading(drawing), drawing->compilation->edition, group->standing,
        group->standings);
    (void)compilation_drawing_part(drawing, 10L * SVG_SPREAD_HEIGHT);
    compilation_drawing_levels(drawing, 0);
    buffer_text(&drawing->reading,
        tr(drawing->kept.catalog,
            "The organisations by standing, the lowest to the left: the height is "
            "the points, the shade and the number below are the level"));
    buffer_text(&drawing->reading, ".");
}

/* Of what is published. */
static void draw_distribution(struct compilation_drawing *drawing)
{
    const struct stats_group *stats = drawing->group->stats;
    const char *title = compilation_drawing_heading(drawing);
    char id[DRAWING_ID_SIZE];
    compilation_drawing_id(drawing, id);
    group_drawing_levels(&drawing->part[0], &drawing->desc[0], drawing->kept.catalog, id, title,
        drawing->compilation->edition->model.levels, stats->level, &stats->level_whole);
    (void)compilation_drawing_part(drawing, 10L * SVG_SHARES_HEIGHT);
    compilation_drawing_levels(drawing, 0);
    buffer_text(&drawing->reading,
        tr(drawing->kept.catalog,
            "Single organisations are not drawn in what is published. In their place stand the "
            "shares of the levels."));
    if (group_drawing_has_classes(stats)) {
        compilation_drawing_id(drawing, id);
        group_drawing_classes(&drawing->part[1], &drawing->desc[1], id, title, stats);
        (void)compilation_drawing_part(drawing, 10L * SVG_SPREAD_HEIGHT);
        buffer_printf(&drawing->reading, " %s",
            tr(drawing->kept.catalog,
                "Below them stands how many have so many points, in classes of ten."));
    }
}

void compilation_draw_results(struct compilation_drawing *drawing)
{
    const struct compilation_group *group = drawing->group;
    if (group->stats->withheld)
        drawing->instead = tr(drawing->kept.catalog, "The group is too small to be shown.");
    else if (drawing->compilation->stats->published)
        draw_distribution(drawing);
    else if (group->standings > 0)
        draw_standings(drawing);
    else
        drawing->instead = tr(drawing->kept.catalog, "Nobody in the group is counted.");
}
