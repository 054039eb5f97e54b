#include "report/compilation_page.h"

#include "base/memory.h"
#include "format/edition.h"
#include "report/compilation_drawings.h"
#include "report/compilation_page_parts.h"
#include "report/compilation_texts.h"
#include "report/html_page.h"
#include "report/report_html.h"

#include <stdlib.h>
#include <string.h>

/* Tables with more columns of groups or figures than these are wider than a phone. */
enum { NARROW_COLUMNS = 3 };

/* ---- chapters ---- */

static const char *add_heading(
    struct page_chapters *page, unsigned depth, const char *id, const char *heading)
{
    struct page_heading *added = list_add(&page->headings);
    page->parts = depth == 1 ? 0 : page->parts + 1;
    page->chapters += depth == 1;
    *added = (struct page_heading){
        .depth = depth,
        .id = report_keep(&page->kept, "%s", id),
        .text = depth == 1
                    ? report_keep(&page->kept, "%u. %s", page->chapters, heading)
                    : report_keep(&page->kept, "%u.%u %s", page->chapters, page->parts, heading),
    };
    return added->text;
}

void page_chapter(struct page_chapters *page, const char *id, const char *heading)
{
    html_section(&page->out, id, "chapter", add_heading(page, 1, id, heading));
}

void page_chapter_end(struct page_chapters *page)
{
    buffer_text(&page->out, "</section>\n");
}

void page_part(struct page_chapters *page, const char *id, const char *heading)
{
    const char *text = add_heading(page, 2, id, heading);
    html_add(&page->out, "<h3 class=\"part\" id=\"%s\">%s</h3>\n", id, text);
}

/* ---- what is in them ---- */

void page_editor(struct page_chapters *page, const char *key)
{
    compilation_texts_put(&page->out, page->input->texts, "%s", key);
}

bool page_has_editor(const struct page_chapters *page, const char *key)
{
    return page->input->texts != NULL && editor_texts_find(page->input->texts, key) != NULL;
}

void page_diagram(struct page_chapters *page, unsigned number)
{
    compilation_drawing_figure(&page->out, page->catalog, page->input->compilation, number);
    compilation_texts_put(&page->out, page->input->texts, "diagram %u", number);
}

void page_diagrams(struct page_chapters *page, size_t group)
{
    unsigned first = compilation_drawing_of(page->input->compilation, group);
    for (unsigned i = 0; i < compilation_drawing_count(page->input->compilation, group); i++)
        page_diagram(page, first + i);
}

static void put_table(struct page_chapters *page, size_t place)
{
    const struct table *table = report_nth(page->input->report, place);
    page->put[place] = true;
    report_html_boxed(&page->out, page->input->report, table, NARROW_COLUMNS);
    compilation_texts_put_table(&page->out, page->input->texts, table->file);
}

static bool is_shown(const struct page_chapters *page, size_t place)
{
    return !page->put[place] && (report_nth(page->input->report, place)->media & TABLE_PAGE) != 0;
}

void page_table(struct page_chapters *page, const char *file)
{
    for (size_t i = 0; i < page->input->report->tables.count; i++) {
        const struct table *table = report_nth(page->input->report, i);
        if (table->file != NULL && strcmp(table->file, file) == 0 && is_shown(page, i))
            put_table(page, i);
    }
}

void page_tables(struct page_chapters *page, const char *section)
{
    const char *about = NULL;
    for (size_t i = 0; i < page->input->report->tables.count; i++) {
        const struct table *table = report_nth(page->input->report, i);
        if (strcmp(table->section, section) != 0 || !is_shown(page, i))
            continue;
        if (table->section_about != NULL && about == NULL)
            html_add(&page->out, "<p>%s</p>\n", about = table->section_about);
        put_table(page, i);
    }
}

void page_more_tables(struct page_chapters *page)
{
    page_chapter(page, "more", tr(page->catalog, "More tables"));
    for (size_t i = 0; i < page->input->report->tables.count; i++) {
        const struct table *table = report_nth(page->input->report, i);
        if (!is_shown(page, i))
            continue;
        page_part(page, report_keep(&page->kept, "more-%s", table->section), table->section_name);
        page_tables(page, table->section);
    }
    page_chapter_end(page);
}

/* ---- before them ---- */

static void put_title_page(
    struct buffer *out, const struct compilation_page *input, const char *title)
{
    const struct stats_table *stats = input->compilation->stats;
    html_add(out,
        "<section class=\"title-page\" aria-labelledby=\"title\">\n"
        "<p class=\"eyebrow\">%s</p>\n<h1 id=\"title\">%s</h1>\n",
        input->compilation->edition->title, title);
    if (stats->opens[0] != '\0')
        html_add(out, "<p class=\"facts\"><span>%s – %s</span></p>\n", stats->opens, stats->closes);
    for (size_t i = 0; i < input->report->remarks; i++)
        html_add(out, "<p class=\"notice\">%s</p>\n", input->report->remark[i]);
    compilation_texts_put(out, input->texts, "%s", COMPILATION_PLACE_FOREWORD);
    buffer_text(out, "</section>\n");
}

static void put_contents(struct buffer *out, const struct page_chapters *page)
{
    const struct page_heading *heading = page->headings.items;
    unsigned depth = 0;
    html_add(out,
        "<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 id=\"contents\">%s</h2>\n",
        tr(page->catalog, "Contents"));
    for (size_t i = 0; i < page->headings.count; i++) {
        if (heading[i].depth > depth)
            buffer_text(out, "<ul>\n");
        else
            buffer_text(out, heading[i].depth < depth ? "</li>\n</ul>\n</li>\n" : "</li>\n");
        depth = heading[i].depth;
        html_add(out, "<li><a href=\"#%s\">%s</a>", heading[i].id, heading[i].text);
    }
    buffer_text(out, depth == 2 ? "</li>\n</ul>\n</li>\n</ul>\n" : "</li>\n</ul>\n");
    buffer_text(out, "</nav>\n");
}

/* ---- the whole ---- */

static void put_chapters(struct page_chapters *page)
{
    page_summary(page);
    page_reading(page);
    page_response(page);
    page_overall(page);
    page_groups(page);
    page_next_level(page);
    page_panel(page);
    page_advice(page);
    page_model(page);
    page_glossary(page);
    page_more_tables(page);
}

static void free_chapters(struct page_chapters *page)
{
    free(page->headings.items);
    free(page->put);
    report_free(&page->kept);
    buffer_free(&page->out);
}

void compilation_page(struct buffer *out, const struct compilation_page *input)
{
    struct page_chapters chapters = {
        .input = input,
        .catalog = input->report->catalog,
        .kept.catalog = input->report->catalog,
        .edition = input->compilation->edition,
        .headings.size = sizeof(struct page_heading),
        .put = memory_new(input->report->tables.count, sizeof *chapters.put),
    };
    struct html_page page = {
        .catalog = chapters.catalog,
        .title = report_keep(&chapters.kept, tr(chapters.catalog, "Report of round %s"),
            input->compilation->stats->round),
        .subject = input->compilation->edition->title,
        .marking = input->marking,
        .demo = input->demo,
    };
    put_chapters(&chapters);
    html_page_begin(out, &page);
    put_title_page(out, input, page.title);
    put_contents(out, &chapters);
    buffer_append(out, chapters.out.data, chapters.out.length);
    compilation_texts_rest(out, chapters.catalog, input->texts);
    html_page_end(out, &page);
    free_chapters(&chapters);
}
