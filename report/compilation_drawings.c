#include "report/compilation_drawings.h"

#include "format/edition.h"
#include "report/compilation_drawing_parts.h"
#include "report/compilation_tables.h"
#include "report/html_page.h"
#include "report/stats_tables.h"
#include "report/svg_shares.h"

#include <stdio.h>

enum drawing_kind { DRAWING_MODEL, DRAWING_RESULTS, DRAWING_AREAS };

/* ---- numbers and names ---- */

unsigned compilation_drawings(const struct compilation *compilation)
{
    return COMPILATION_DRAWING_MODEL + 2 * (unsigned)compilation->groups;
}

/* All together stand last among the groups, and are drawn first. */
unsigned compilation_drawing_of(const struct compilation *compilation, size_t group)
{
    size_t place = group + 1 == compilation->groups ? 0 : group + 1;
    return COMPILATION_DRAWING_MODEL + 1 + 2 * (unsigned)place;
}

static const struct compilation_group *group_of(
    const struct compilation *compilation, unsigned number)
{
    size_t place = (number - COMPILATION_DRAWING_MODEL - 1) / 2;
    return &compilation->group[place == 0 ? compilation->groups - 1 : place - 1];
}

static enum drawing_kind kind_of(unsigned number)
{
    if (number == COMPILATION_DRAWING_MODEL)
        return DRAWING_MODEL;
    return (number - COMPILATION_DRAWING_MODEL) % 2 == 1 ? DRAWING_RESULTS : DRAWING_AREAS;
}

/* Appends "Diagram 4. Result numbers: Municipality". */
static void put_drawing_title(struct buffer *out, const struct catalog *catalog,
    const struct compilation *compilation, unsigned number)
{
    const struct model *model = &compilation->edition->model;
    enum drawing_kind kind = kind_of(number);
    if (kind == DRAWING_MODEL) {
        buffer_printf(out, tr(catalog, "Illustration %u."), number);
        buffer_text(out, " ");
        buffer_printf(out, tr(catalog, "How the model is built: levels 1 to %u, and %u areas"),
            model->levels, model->areas);
        return;
    }
    const char *name = stats_tables_group(catalog, group_of(compilation, number)->stats);
    buffer_printf(out, tr(catalog, "Diagram %u."), number);
    buffer_text(out, " ");
    buffer_printf(out,
        kind == DRAWING_RESULTS ? tr(catalog, "Result numbers: %s") : tr(catalog, "Areas: %s"),
        name);
}

void compilation_drawing_name(
    struct buffer *out, const struct compilation *compilation, unsigned number)
{
    static const char *const KINDS[] = {"modellen", "resultattal", "arbetsomraden"};
    enum drawing_kind kind = kind_of(number);
    buffer_printf(out, "diagram-%02u-", number);
    if (kind != DRAWING_MODEL)
        buffer_printf(out, "%s-", compilation_group_word(group_of(compilation, number)));
    buffer_printf(out, "%s.svg", KINDS[kind]);
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
    enum drawing_kind kind = kind_of(drawing->number);
    put_drawing_title(
        &drawing->title, drawing->kept.catalog, drawing->compilation, drawing->number);
    if (kind == DRAWING_MODEL) {
        compilation_draw_model(drawing);
        return;
    }
    drawing->group = group_of(drawing->compilation, drawing->number);
    if (kind == DRAWING_RESULTS)
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

static void put_legend(struct buffer *out, const struct compilation_drawing *drawing)
{
    buffer_text(out, "<ul class=\"legend\">\n");
    for (size_t i = 0; i < drawing->entries; i++) {
        buffer_text(out, "<li>");
        drawing->entry[i].key(out, drawing->entry[i].number);
        html_add(out, "%s</li>\n", drawing->entry[i].text);
    }
    buffer_text(out, "</ul>\n");
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
    start_drawing(&drawing);
    html_add(out, "<figure class=\"diagram\" id=\"diagram-%u\">\n<figcaption>%s</figcaption>\n",
        number, buffer_string(&drawing.title));
    if (drawing.instead != NULL) {
        html_add(out, "<p class=\"soft\">%s</p>\n", drawing.instead);
    } else {
        html_add(out, "<p class=\"soft small\">%s</p>\n", buffer_string(&drawing.reading));
        put_legend(out, &drawing);
        buffer_text(
            out, kind_of(number) == DRAWING_AREAS ? "<div class=\"radar-frame\">\n" : "<div>\n");
        for (size_t i = 0; i < drawing.parts; i++)
            buffer_append(out, drawing.part[i].data, drawing.part[i].length);
        buffer_text(out, "</div>\n");
        if (kind_of(number) == DRAWING_AREAS)
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
