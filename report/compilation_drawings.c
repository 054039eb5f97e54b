#include "report/compilation_drawings.h"

#include "format/edition.h"
#include "report/compilation_drawing_parts.h"
#include "report/compilation_tables.h"
#include "report/html_page.h"
#include "report/stats_tables.h"
#include "report/svg_radar.h"
#include "report/svg_shares.h"

#include <stdio.h>

_Static_assert(COMPILATION_DRAWING_GROUPS == SVG_RADAR_SERIES_MOST, "a radar for each so many");

enum drawing_kind { DRAWING_MODEL, DRAWING_RESULTS, DRAWING_AREAS };

/* Which drawing a number stands for. */
struct drawing_place {
    enum drawing_kind kind;
    const struct compilation_group *group; /* NULL for the model */
    unsigned sheet;
};

/* ---- numbers and names ---- */

/* Drawings of areas that all together have. */
static unsigned sheets_of(size_t groups)
{
    size_t apart = groups > 1 ? groups - 1 : 1;
    return (unsigned)((apart + COMPILATION_DRAWING_GROUPS - 1) / COMPILATION_DRAWING_GROUPS);
}

unsigned compilation_drawings_of(size_t groups)
{
    return COMPILATION_DRAWING_MODEL + 2 * (unsigned)groups + sheets_of(groups) - 1;
}

unsigned compilation_drawings(const struct compilation *compilation)
{
    return compilation_drawings_of(compilation->groups);
}

unsigned compilation_drawing_count(const struct compilation *compilation, size_t group)
{
    return group + 1 == compilation->groups ? 1 + sheets_of(compilation->groups) : 2;
}

/* All together stand last among the groups, and are drawn first. */
unsigned compilation_drawing_of(const struct compilation *compilation, size_t group)
{
    if (group + 1 == compilation->groups)
        return COMPILATION_DRAWING_MODEL + 1;
    return COMPILATION_DRAWING_MODEL + 2 + sheets_of(compilation->groups) + 2 * (unsigned)group;
}

static struct drawing_place place_of(const struct compilation *compilation, unsigned number)
{
    if (number == COMPILATION_DRAWING_MODEL)
        return (struct drawing_place){.kind = DRAWING_MODEL};
    size_t group = compilation->groups - 1;
    unsigned own = number - compilation_drawing_of(compilation, group);
    if (own >= compilation_drawing_count(compilation, group)) {
        unsigned beyond = own - compilation_drawing_count(compilation, group);
        group = beyond / 2;
        own = beyond % 2;
    }
    return (struct drawing_place){own == 0 ? DRAWING_RESULTS : DRAWING_AREAS,
        &compilation->group[group], own == 0 ? 0 : own - 1};
}

/* Appends "Diagram 4. Result numbers: Municipality". */
static void put_drawing_title(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, unsigned number)
{
    const struct model *model = &compilation->edition->model;
    struct drawing_place place = place_of(compilation, number);
    unsigned sheets = sheets_of(compilation->groups);
    if (place.kind == DRAWING_MODEL) {
        buffer_printf(out, tr(catalog, "Illustration %u."), number);
        buffer_text(out, " ");
        if (model->areas == 0)
            buffer_printf(
                out, tr(catalog, "How the model is built: levels 1 to %u"), model->levels);
        else
            buffer_printf(out, tr(catalog, "How the model is built: levels 1 to %u, and %u areas"),
                model->levels, model->areas);
        return;
    }
    const char *name = stats_tables_group(catalog, place.group->stats);
    buffer_printf(out, tr(catalog, "Diagram %u."), number);
    buffer_text(out, " ");
    buffer_printf(out,
        place.kind == DRAWING_RESULTS ? tr(catalog, "Result numbers: %s")
                                      : tr(catalog, "Areas: %s"),
        name);
    if (place.kind == DRAWING_AREAS && place.group->stats->id == NULL && sheets > 1) {
        buffer_text(out, " ");
        buffer_printf(out, tr(catalog, "(%u of %u)"), place.sheet + 1, sheets);
    }
}

void compilation_drawing_name(
    struct buffer *out, const struct compilation *compilation, unsigned number)
{
    static const char *const KINDS[] = {"modellen", "resultattal", "arbetsomraden"};
    struct drawing_place place = place_of(compilation, number);
    buffer_printf(out, "diagram-%02u-", number);
    if (place.group != NULL)
        buffer_printf(out, "%s-", compilation_group_word(place.group));
    buffer_printf(out, "%s.svg", KINDS[place.kind]);
}

/* ---- parts of a drawing ---- */

struct buffer *compilation_drawing_part(struct compilation_drawing *drawing, long height)
{
    drawing->height[drawing->parts] = height;
    return &drawing->part[drawing->parts++];
}

const char *compilation_drawing_heading(struct compilation_drawing *drawing)
{
    return drawing->file ? NULL : buffer_string(&drawing->title);
}

void compilation_drawing_id(const struct compilation_drawing *drawing, char id[DRAWING_ID_SIZE])
{
    (void)snprintf(id, DRAWING_ID_SIZE, "drawing-%u-%zu", drawing->number, drawing->parts + 1);
}

void compilation_drawing_entry(struct compilation_drawing *drawing,
    void (*key)(struct buffer *out, unsigned number), unsigned number, const char *text)
{
    drawing->entry[drawing->entries++] = (struct svg_file_entry){key, number, text};
}

static const char *level_text(struct compilation_drawing *drawing, unsigned level)
{
    const char *name = level == 0 ? "" : edition_level_name(drawing->compilation->edition, level);
    const char *text = report_keep(&drawing->kept, tr(drawing->kept.catalog, "Level %u"), level);
    return name[0] == '\0' ? text : report_keep(&drawing->kept, "%s, %s", text, name);
}

void compilation_drawing_levels(struct compilation_drawing *drawing, unsigned from)
{
    for (unsigned i = from; i <= drawing->compilation->edition->model.levels; i++)
        compilation_drawing_entry(drawing, svg_shares_key, i, level_text(drawing, i));
}

/* ---- a drawing as a whole ---- */

static void start_drawing(struct compilation_drawing *drawing)
{
    struct drawing_place place = place_of(drawing->compilation, drawing->number);
    put_drawing_title(
        &drawing->title, drawing->kept.catalog, drawing->compilation, drawing->number);
    drawing->group = place.group;
    drawing->sheet = place.sheet;
    if (place.kind == DRAWING_MODEL)
        compilation_draw_model(drawing);
    else if (place.kind == DRAWING_RESULTS)
        compilation_draw_results(drawing);
    else
        compilation_draw_areas(drawing);
}

static void end_drawing(struct compilation_drawing *drawing)
{
    for (size_t i = 0; i < DRAWING_PARTS; i++) {
        buffer_free(&drawing->part[i]);
        buffer_free(&drawing->desc[i]);
    }
    buffer_free(&drawing->reading);
    buffer_free(&drawing->title);
    report_free(&drawing->kept);
}

/* The names of the axes, by number: for a phone, which shows the numbers alone. */
static void put_axes(struct buffer *out, const struct edition *edition)
{
    buffer_text(out, "<ol class=\"axes\">\n");
    for (unsigned i = 0; i < edition->model.areas; i++)
        html_add(out, "<li>%s</li>\n", edition->area[i].name);
    buffer_text(out, "</ol>\n");
}

void compilation_drawing_figure(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, unsigned number)
{
    struct compilation_drawing drawing = {
        .kept.catalog = catalog, .compilation = compilation, .number = number};
    bool areas = place_of(compilation, number).kind == DRAWING_AREAS;
    start_drawing(&drawing);
    html_add(out, "<figure class=\"diagram\" id=\"diagram-%u\">\n<figcaption>%s</figcaption>\n",
        number, buffer_string(&drawing.title));
    if (drawing.instead != NULL) {
        html_add(out, "<p class=\"soft\">%s</p>\n", drawing.instead);
    } else {
        html_add(out, "<p class=\"soft small\">%s</p>\n", buffer_string(&drawing.reading));
        svg_file_legend(out, drawing.entry, drawing.entries);
        buffer_text(out, areas ? "<div class=\"radar-frame\">\n" : "<div>\n");
        for (size_t i = 0; i < drawing.parts; i++)
            buffer_append(out, drawing.part[i].data, drawing.part[i].length);
        buffer_text(out, "</div>\n");
        if (areas)
            put_axes(out, compilation->edition);
    }
    buffer_text(out, "</figure>\n");
    end_drawing(&drawing);
}

bool compilation_drawing_file(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, unsigned number)
{
    struct compilation_drawing drawing = {
        .kept.catalog = catalog, .compilation = compilation, .number = number, .file = true};
    struct svg_file_part part[DRAWING_PARTS];
    struct buffer about = {0};
    char id[DRAWING_ID_SIZE];
    start_drawing(&drawing);
    bool drawn = drawing.instead == NULL;
    compilation_drawing_id(&drawing, id);
    buffer_text(&about, buffer_string(&drawing.reading));
    for (size_t i = 0; i < drawing.parts; i++) {
        part[i] = (struct svg_file_part){&drawing.part[i], drawing.height[i]};
        buffer_printf(&about, " %s", buffer_string(&drawing.desc[i]));
    }
    if (drawn)
        svg_file(out, &(struct svg_file){
                          .words = {id, buffer_string(&drawing.title), buffer_string(&about)},
                          .part = part,
                          .parts = drawing.parts,
                          .entry = drawing.entry,
                          .entries = drawing.entries,
                      });
    buffer_free(&about);
    end_drawing(&drawing);
    return drawn;
}
