/* The chapters about all groups together, and about the model. */
#include "format/edition.h"
#include "report/compilation_drawings.h"
#include "report/compilation_explained.h"
#include "report/compilation_notes.h"
#include "report/compilation_page_parts.h"
#include "report/compilation_tables.h"
#include "report/compilation_texts.h"
#include "report/html_page.h"
#include "report/panel.h"
#include "report/panel_drawings.h"
#include "report/remarks.h"
#include "report/stats_tables.h"

static void put_explained(struct page_chapters *page, enum compilation_explained which)
{
    compilation_explained(&page->out, page->catalog, page->edition, which);
}

/* A part whose heading is that of an explanation. */
static void put_explained_part(
    struct page_chapters *page, const char *id, enum compilation_explained which)
{
    page_part(page, id, compilation_explained_heading(page->catalog, which));
    put_explained(page, which);
}

/* ---- summary ---- */

/* "301 of the 651 that were asked have answered." and so on, as far as it may be shown. */
static void put_counts(struct page_chapters *page)
{
    const struct catalog *catalog = page->catalog;
    const struct compilation *compilation = page->input->compilation;
    const struct stats_group *all = compilation->group[compilation->groups - 1].stats;
    const struct stats_share *rate = &all->response.rate;
    struct buffer *out = &page->out;
    buffer_text(out, "<p>");
    if (rate->part.show == STATS_NUMBER && rate->whole.show == STATS_NUMBER)
        html_say(out, tr(catalog, "%u of the %u that were asked have answered."),
            (unsigned)rate->part.value, (unsigned)rate->whole.value);
    else if (all->response.counted.show == STATS_NUMBER)
        html_say(out, tr(catalog, "%u have answered."), (unsigned)all->response.counted.value);
    buffer_text(out, " ");
    if (all->level[0].show == STATS_NUMBER && all->level_whole.show == STATS_NUMBER)
        html_say(out, tr(catalog, "%u of %u have reached no level."), (unsigned)all->level[0].value,
            (unsigned)all->level_whole.value);
    buffer_text(out, " ");
    if (all->next.enough.show == STATS_NUMBER && all->next.near.show == STATS_NUMBER)
        html_say(out,
            tr(catalog, "%u have points enough for their next level, but are held back; %u of "
                        "them have at most %u measures left."),
            (unsigned)all->next.enough.value, (unsigned)all->next.near.value,
            (unsigned)TABLES_LACKS_MAX);
    buffer_text(out, "</p>\n");
}

static void put_typical(struct page_chapters *page, const struct compilation_group *group)
{
    const struct score *score = &group->typical.result->benchmark.score;
    buffer_text(&page->out, "<li>");
    html_say(&page->out, tr(page->catalog, "%s: level %u, %u of %u points, %u of %u measures"),
        compilation_typical_name(&page->kept, group, page->edition), score->level, score->points,
        page->edition->points, score->measures, page->edition->measures);
    buffer_text(&page->out, "</li>\n");
}

static void put_typical_list(struct page_chapters *page)
{
    const struct compilation *compilation = page->input->compilation;
    bool any = false;
    for (size_t i = 0; i < compilation->groups; i++) {
        if (compilation->group[i].typical.why != COMPILATION_THERE)
            continue;
        buffer_text(&page->out, any ? "" : "<ul>\n");
        any = true;
        put_typical(page, &compilation->group[i]);
    }
    buffer_text(&page->out, any ? "</ul>\n" : "");
}

static void put_recommended(struct page_chapters *page)
{
    const struct recommendations *recommendations = page->input->recommendations;
    if (recommendations == NULL)
        return;
    html_add(&page->out, "<p>%s</p>\n<ul>\n", tr(page->catalog, "Recommended to all:"));
    for (size_t i = 0; i < recommendations->count; i++) {
        if (recommendations->recommendation[i].group == NULL)
            html_add(&page->out, "<li>%s</li>\n", recommendations->recommendation[i].title);
    }
    buffer_text(&page->out, "</ul>\n");
}

void page_summary(struct page_chapters *page)
{
    page_chapter(page, "summary", tr(page->catalog, "Summary"));
    page_editor(page, COMPILATION_PLACE_SUMMARY);
    put_counts(page);
    put_typical_list(page);
    put_recommended(page);
    page_chapter_end(page);
}

/* ---- the round as a whole ---- */

void page_reading(struct page_chapters *page)
{
    page_chapter(page, "reading", compilation_explained_heading(page->catalog, EXPLAINED_READING));
    page_editor(page, COMPILATION_PLACE_READING);
    compilation_notes(&page->out, page->catalog, page->input->compilation);
    page_editor(page, COMPILATION_PLACE_NOTES);
    put_explained(page, EXPLAINED_READING);
    page_chapter_end(page);
}

void page_response(struct page_chapters *page)
{
    page_chapter(page, "response", tr(page->catalog, "Response rate"));
    page_editor(page, COMPILATION_PLACE_RESPONSE);
    page_table(page, "svar");
    page_tables(page, STATS_SECTION_OVERVIEW);
    page_chapter_end(page);
}

/* Without groups all together have the numbered tables and the first diagrams (page_groups). */
static void put_all_beside_groups(struct page_chapters *page)
{
    const struct compilation *compilation = page->input->compilation;
    if (compilation->groups > 1)
        page_diagrams(page, compilation->groups - 1);
}

/* Without areas the first numbers are those of other tables. */
static void put_area_by_area(struct page_chapters *page)
{
    if (page->edition->model.areas == 0)
        return;
    page_part(page, "overall-areas", tr(page->catalog, "Area by area"));
    page_table(page, "tabell-01");
    page_table(page, "omradesnivaer");
    page_table(page, "omradespoang-alla");
    page_table(page, "omradesantal-alla");
}

void page_overall(struct page_chapters *page)
{
    page_chapter(page, "overall", tr(page->catalog, "The overall picture"));
    page_editor(page, COMPILATION_PLACE_OVERALL);
    put_all_beside_groups(page);
    page_tables(page, STATS_SECTION_LEVELS);
    page_tables(page, COMPILATION_RESULTS);
    put_area_by_area(page);
    page_part(page, "overall-cooperation", tr(page->catalog, "Cooperation"));
    page_editor(page, COMPILATION_PLACE_COOPERATION);
    page_table(page, "jamna-alla");
    page_table(page, "fa-alla");
    if (page_has_editor(page, COMPILATION_PLACE_CIRCUMSTANCES)) {
        page_part(page, "circumstances", tr(page->catalog, "In the organisations' own words"));
        page_editor(page, COMPILATION_PLACE_CIRCUMSTANCES);
    }
    page_chapter_end(page);
}

void page_next_level(struct page_chapters *page)
{
    page_chapter(page, "next-level", tr(page->catalog, "The next level"));
    page_editor(page, COMPILATION_PLACE_NEXT_LEVEL);
    page_tables(page, STATS_SECTION_HELD);
    page_chapter_end(page);
}

/* ---- beside another round ---- */

void page_panel(struct page_chapters *page)
{
    const struct catalog *catalog = page->catalog;
    const struct panel *panel = page->input->panel;
    if (panel == NULL)
        return;
    page_chapter(page, PANEL_SECTION,
        report_keep(&page->kept, tr(catalog, "The rounds %s and %s, part by part"),
            panel->round[PANEL_FIRST], panel->round[PANEL_SECOND]));
    html_add(&page->out, "<p>%s</p>\n",
        tr(catalog, "A result may rise because those who answer both times have come further, or "
                    "because others answer. So those who answered both times stand apart here from "
                    "those who answered only once; together they are everybody of that round."));
    if (panel->since != NULL)
        html_add(&page->out, "<p>%s</p>\n",
            remark_succession(&page->kept, panel->round[PANEL_FIRST], panel->since));
    if (panel->published)
        html_add(&page->out, "<p>%s</p>\n", remark_parts(catalog));
    for (size_t i = panel->groups; i-- > 0;)
        panel_drawing_figure(&page->out, catalog, panel, i);
    page_tables(page, PANEL_SECTION);
    page_chapter_end(page);
}

/* ---- the model ---- */

void page_model(struct page_chapters *page)
{
    page_chapter(page, "model", tr(page->catalog, "How the result is made"));
    page_editor(page, COMPILATION_PLACE_MODEL);
    page_diagram(page, COMPILATION_DRAWING_MODEL);
    put_explained_part(page, "levels", EXPLAINED_LEVELS);
    page_tables(page, COMPILATION_MODEL);
    put_explained_part(page, "result-number", EXPLAINED_RESULT_NUMBER);
    put_explained_part(page, "limits", EXPLAINED_LIMITS);
    put_explained_part(page, "reasons", EXPLAINED_REASONS);
    page_chapter_end(page);
}

void page_glossary(struct page_chapters *page)
{
    page_chapter(
        page, "glossary", compilation_explained_heading(page->catalog, EXPLAINED_GLOSSARY));
    page_editor(page, COMPILATION_PLACE_GLOSSARY);
    put_explained(page, EXPLAINED_GLOSSARY);
    page_chapter_end(page);
}
