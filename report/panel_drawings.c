#include "report/panel_drawings.h"

#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/html_page.h"
#include "report/panel_editions.h"
#include "report/report.h"
#include "report/svg_file.h"
#include "report/svg_shares.h"

enum {
    PANEL_BARS = 4,  /* everybody and those in both, of each round */
    PANEL_KINDS = 2, /* of two editions: answers without points, and with */
    /* In a file, in tenths of a unit: the name above a bar, and where the bar begins. */
    NAME_AT = 120,
    BAR_AT = 170,
};

/* One while it is drawn. */
struct panel_drawing {
    struct report kept; /* texts, and the language */
    const struct panel *panel;
    const struct panel_group *group;
    size_t place;
    struct buffer title;
    struct buffer bar[PANEL_BARS];
    const char *name[PANEL_BARS];
    struct buffer desc[PANEL_BARS];
    struct svg_file_entry entry[SVG_SHARES_MOST];
    size_t entries;
    bool drawn;
};

_Static_assert(MODEL_LEVELS_MAX + 1 <= SVG_SHARES_MOST, "a shade for each level");

/* ---- what is drawn ---- */

static unsigned kinds_drawn(const struct panel *panel)
{
    return panel->since == NULL ? panel->edition[PANEL_SECOND]->model.levels + 1U : PANEL_KINDS;
}

/* The figures of a bar, and their whole. */
static struct stats_cell figures_drawn(const struct panel *panel,
    const struct panel_figures *figures, size_t round, struct stats_cell part[])
{
    struct stats_cell whole = figures->level_whole;
    if (panel->since == NULL) {
        for (unsigned i = 0; i < kinds_drawn(panel); i++)
            part[i] = figures->level[i];
        return whole;
    }
    panel_editions_same(panel, figures, round, &part[1], &whole);
    part[0] = part[1];
    part[0].value = whole.value - part[1].value;
    return whole;
}

static const char *kind_name(struct panel_drawing *drawing, unsigned kind)
{
    const struct catalog *catalog = drawing->kept.catalog;
    if (drawing->panel->since == NULL)
        return report_keep(&drawing->kept, tr(catalog, "Level %u"), kind);
    return kind == 0 ? tr(catalog, "without points") : tr(catalog, "with points");
}

static const char *bar_name(struct panel_drawing *drawing, size_t round, enum panel_part part)
{
    const struct catalog *catalog = drawing->kept.catalog;
    return report_keep(&drawing->kept, "%s, %s", drawing->panel->round[round],
        part == PANEL_WHOLE ? tr(catalog, "everybody") : tr(catalog, "in both"));
}

static void draw_bar(struct panel_drawing *drawing, size_t bar, bool file)
{
    static const enum panel_part PART[PANEL_BARS / PANEL_ROUNDS] = {PANEL_WHOLE, PANEL_BOTH};
    size_t round = bar % PANEL_ROUNDS;
    enum panel_part part = PART[bar / PANEL_ROUNDS];
    struct stats_cell figure[MODEL_LEVELS_MAX + 1];
    struct stats_cell whole =
        figures_drawn(drawing->panel, &drawing->group->figures[round][part], round, figure);
    struct svg_shares shares = {.whole = whole.value, .kinds = kinds_drawn(drawing->panel)};
    drawing->name[bar] = bar_name(drawing, round, part);
    buffer_printf(&drawing->desc[bar], "%s: ", drawing->name[bar]);
    for (unsigned i = 0; i < shares.kinds; i++) {
        struct cell cell = cell_stats(&figure[i], NULL);
        shares.part[i] = figure[i].value;
        shares.hidden[i] = figure[i].show != STATS_NUMBER;
        drawing->drawn = drawing->drawn || figure[i].show == STATS_NUMBER;
        buffer_printf(&drawing->desc[bar], "%s: ", kind_name(drawing, i));
        cell_put(&drawing->desc[bar], &cell);
        buffer_text(&drawing->desc[bar], i + 1 < shares.kinds ? "; " : ". ");
    }
    shares.words =
        (struct svg_words){report_keep(&drawing->kept, "panel-%zu-%zu", drawing->place, bar),
            file ? NULL : drawing->name[bar], buffer_string(&drawing->desc[bar])};
    if (!file) {
        svg_shares(&drawing->bar[bar], &shares);
        return;
    }
    svg_label(&drawing->bar[bar], "name", 0, NAME_AT, SVG_START, drawing->name[bar]);
    buffer_text(&drawing->bar[bar], "<g transform=\"translate(0 ");
    svg_length(&drawing->bar[bar], BAR_AT);
    buffer_text(&drawing->bar[bar], ")\">\n");
    svg_shares(&drawing->bar[bar], &shares);
    buffer_text(&drawing->bar[bar], "</g>\n");
}

static void start_panel_drawing(
    struct panel_drawing *drawing, const struct panel *panel, size_t group, bool file)
{
    const struct catalog *catalog = drawing->kept.catalog;
    drawing->panel = panel;
    drawing->group = &panel->group[group];
    drawing->place = group;
    const char *all =
        panel->published ? tr(catalog, "All groups that are shown") : tr(catalog, "All");
    buffer_printf(&drawing->title,
        panel->since == NULL ? tr(catalog, "Levels in %s and %s: %s")
                             : tr(catalog, "Answers on what is the same in %s and %s: %s"),
        panel->round[PANEL_FIRST], panel->round[PANEL_SECOND],
        drawing->group->id == NULL ? all : drawing->group->name);
    for (size_t i = 0; i < PANEL_BARS; i++)
        draw_bar(drawing, i, file);
    for (unsigned i = 0; i < kinds_drawn(panel); i++)
        drawing->entry[drawing->entries++] =
            (struct svg_file_entry){svg_shares_key, i, kind_name(drawing, i)};
}

static void end_panel_drawing(struct panel_drawing *drawing)
{
    for (size_t i = 0; i < PANEL_BARS; i++) {
        buffer_free(&drawing->bar[i]);
        buffer_free(&drawing->desc[i]);
    }
    buffer_free(&drawing->title);
    report_free(&drawing->kept);
}

/* ---- where it goes ---- */

void panel_drawing_figure(
    struct buffer *out, const struct catalog *catalog, const struct panel *panel, size_t group)
{
    struct panel_drawing drawing = {.kept.catalog = catalog};
    start_panel_drawing(&drawing, panel, group, false);
    html_add(out, "<figure class=\"diagram\" id=\"panel-%u\">\n<figcaption>%s</figcaption>\n",
        (unsigned)group, buffer_string(&drawing.title));
    if (!drawing.drawn) {
        html_add(out, "<p class=\"soft\">%s</p>\n",
            tr(catalog, "Not drawn: what it would show may not be shown."));
    } else {
        svg_file_legend(out, drawing.entry, drawing.entries);
        for (size_t i = 0; i < PANEL_BARS; i++) {
            html_add(out, "<p class=\"soft small\">%s</p>\n", drawing.name[i]);
            buffer_append(out, drawing.bar[i].data, drawing.bar[i].length);
        }
    }
    buffer_text(out, "</figure>\n");
    end_panel_drawing(&drawing);
}

bool panel_drawing_file(
    struct buffer *out, const struct catalog *catalog, const struct panel *panel, size_t group)
{
    struct panel_drawing drawing = {.kept.catalog = catalog};
    struct svg_file_part part[PANEL_BARS];
    struct buffer about = {0};
    start_panel_drawing(&drawing, panel, group, true);
    for (size_t i = 0; i < PANEL_BARS; i++) {
        part[i] = (struct svg_file_part){&drawing.bar[i], BAR_AT + SVG_SHARES_HEIGHT * 10L};
        buffer_text(&about, buffer_string(&drawing.desc[i]));
    }
    if (drawing.drawn)
        svg_file(out, &(struct svg_file){
                          .words = {"panel", buffer_string(&drawing.title), buffer_string(&about)},
                          .part = part,
                          .parts = PANEL_BARS,
                          .entry = drawing.entry,
                          .entries = drawing.entries,
                      });
    bool drawn = drawing.drawn;
    buffer_free(&about);
    end_panel_drawing(&drawing);
    return drawn;
}

void panel_drawing_name(struct buffer *out, const struct panel *panel, size_t group)
{
    const char *id = panel->group[group].id;
    buffer_printf(out, "panel-%s.svg", id == NULL ? EDITION_ALL_GROUPS : id);
}
