/* The levels of the areas: typical organisations, or a typical one against the best. */
#include "report/compilation_drawing_parts.h"

#include "format/edition.h"
#include "report/compilation_drawings.h"
#include "report/compilation_tables.h"
#include "report/svg_radar.h"

/* The benchmarks whose areas are drawn, and what they are called. */
struct benchmarks_drawn {
    unsigned count;
    const struct score *score[SVG_RADAR_SERIES_MOST];
    const char *name[SVG_RADAR_SERIES_MOST];
};

static void add_benchmark(
    struct benchmarks_drawn *drawn, const struct compilation_benchmark *benchmark, const char *name)
{
    if (benchmark->why != COMPILATION_THERE)
        return;
    drawn->score[drawn->count] = &benchmark->result->benchmark.score;
    drawn->name[drawn->count++] = name;
}

static void add_typical(struct compilation_drawing *drawing, struct benchmarks_drawn *drawn,
    const struct compilation_group *group)
{
    add_benchmark(drawn, &group->typical,
        compilation_typical_name(&drawing->kept, group, drawing->compilation->edition));
}

static bool any_group_is_typical(const struct compilation *compilation)
{
    for (size_t i = 0; i + 1 < compilation->groups; i++) {
        if (compilation->group[i].typical.why == COMPILATION_THERE)
            return true;
    }
    return false;
}

/* Of all together the typical member of each group of the sheet, where any group has one. */
static void find_benchmarks(struct compilation_drawing *drawing, struct benchmarks_drawn *drawn)
{
    const struct compilation *compilation = drawing->compilation;
    const struct compilation_group *group = drawing->group;
    size_t first = (size_t)drawing->sheet * COMPILATION_DRAWING_GROUPS;
    size_t end = first + COMPILATION_DRAWING_GROUPS;
    for (size_t i = first; group->stats->id == NULL && i < end && i + 1 < compilation->groups; i++)
        add_typical(drawing, drawn, &compilation->group[i]);
    if (drawn->count > 0 || drawing->sheet > 0)
        return;
    if (group->stats->id == NULL && any_group_is_typical(compilation))
        return;
    add_typical(drawing, drawn, group);
    add_benchmark(drawn, &group->best, compilation_best_name(&drawing->kept, group, compilation));
}

static void describe_areas(
    struct compilation_drawing *drawing, const struct benchmarks_drawn *drawn)
{
    const struct edition *edition = drawing->compilation->edition;
    struct buffer *desc = &drawing->desc[0];
    for (unsigned i = 0; i < edition->model.areas; i++) {
        buffer_printf(desc, "%u. %s: ", i + 1, edition->area[i].name);
        for (unsigned s = 0; s < drawn->count; s++) {
            buffer_printf(desc, "%s%s: ", s == 0 ? "" : "; ", drawn->name[s]);
            buffer_printf(
                desc, tr(drawing->kept.catalog, "level %u"), drawn->score[s]->area[i].level);
        }
        buffer_text(desc, ". ");
    }
}

static void draw_radar(struct compilation_drawing *drawing, struct benchmarks_drawn *drawn)
{
    const struct edition *edition = drawing->compilation->edition;
    struct svg_radar radar = {.axes = edition->model.areas, .levels = true};
    char id[DRAWING_ID_SIZE];
    describe_areas(drawing, drawn);
    compilation_drawing_id(drawing, id);
    radar.words = (struct svg_words){
        id, compilation_drawing_heading(drawing), buffer_string(&drawing->desc[0])};
    radar.series = drawn->count;
    for (unsigned i = 0; i < radar.axes; i++) {
        radar.name[i] = edition->area[i].name;
        radar.whole[i] = edition->model.levels;
        for (unsigned s = 0; s < drawn->count; s++)
            radar.part[s][i] = drawn->score[s]->area[i].level;
    }
    long height = svg_radar(&drawing->part[0], &radar);
    (void)compilation_drawing_part(drawing, height);
    for (unsigned s = 0; s < drawn->count; s++)
        compilation_drawing_entry(drawing, svg_radar_key, s, drawn->name[s]);
    buffer_text(&drawing->reading,
        tr(drawing->kept.catalog,
            "The rings are levels, and the small one in the middle is no level. Lines of equal "
            "levels lie beside each other; the levels stand by the areas in the order of the "
            "legend."));
}

void compilation_draw_areas(struct compilation_drawing *drawing)
{
    unsigned areas = drawing->compilation->edition->model.areas;
    struct benchmarks_drawn drawn = {0};
    if (areas < SVG_RADAR_AXES_LEAST || areas > SVG_RADAR_AXES_MOST) {
        drawing->instead =
            tr(drawing->kept.catalog, "The edition has too few or too many areas to be drawn.");
        return;
    }
    find_benchmarks(drawing, &drawn);
    if (drawn.count == 0)
        drawing->instead = tr(drawing->kept.catalog,
            "The typical organisation is not shown: the group is too small, or nobody in it is "
            "counted.");
    else
        draw_radar(drawing, &drawn);
}
