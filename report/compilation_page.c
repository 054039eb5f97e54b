#include "report/compilation_page.h"

#include "format/edition.h"
#include "report/compilation_chapters.h"
#include "report/compilation_drawings.h"
#include "report/compilation_texts.h"
#include "report/html_page.h"
#include "report/report_html.h"

#include <string.h>

static void put_compilation_head(
    struct buffer *out, const struct compilation_page *input, const char *title)
{
    const struct stats_table *stats = input->compilation->stats;
    html_add(out, "<p class=\"eyebrow\">%s</p>\n<h1>%s</h1>\n", input->compilation->edition->title,
        title);
    if (stats->opens[0] != '\0')
        html_add(out, "<p class=\"facts\"><span>%s – %s</span></p>\n", stats->opens, stats->closes);
    for (size_t i = 0; i < input->report->remarks; i++)
        html_add(out, "<p class=\"notice\">%s</p>\n", input->report->remark[i]);
}

static void put_compilation_sections(
    struct buffer *out, const struct report *report, const struct editor_texts *texts)
{
    const char *section = NULL;
    for (size_t i = 0; i < report->tables.count; i++) {
        const struct table *table = report_nth(report, i);
        if ((table->media & TABLE_PAGE) == 0)
            continue;
        if (section == NULL || strcmp(table->section, section) != 0) {
            if (section != NULL)
                buffer_text(out, "</section>\n");
            section = table->section;
            html_section(out, section, "tables", table->section_name);
            compilation_texts_put_section(out, texts, section);
            if (table->section_about != NULL)
                html_add(out, "<p>%s</p>\n", table->section_about);
        }
        compilation_texts_put_table(out, texts, table->file);
        report_html_table(out, report, table, "groups", true);
    }
    if (section != NULL)
        buffer_text(out, "</section>\n");
}

static void put_compilation_drawings(struct buffer *out, const struct compilation_page *input)
{
    const struct catalog *catalog = input->report->catalog;
    html_section(out, "diagrams", "tables", tr(catalog, "Diagrams"));
    for (unsigned i = 1; i <= compilation_drawings(input->compilation); i++) {
        compilation_texts_put(out, input->texts, "diagram %u", i);
        compilation_drawing_figure(out, catalog, input->compilation, i);
    }
    buffer_text(out, "</section>\n");
}

void compilation_page(struct buffer *out, const struct compilation_page *input)
{
    struct report kept = {.catalog = input->report->catalog};
    struct html_page page = {
        .catalog = kept.catalog,
        .title = report_keep(
            &kept, tr(kept.catalog, "Report of round %s"), input->compilation->stats->round),
        .subject = input->compilation->edition->title,
        .marking = input->marking,
        .demo = input->demo,
    };
    const struct compilation_chapters chapters = {
        .catalog = kept.catalog,
        .compilation = input->compilation,
        .recommendations = input->recommendations,
        .texts = input->texts,
    };
    html_page_begin(out, &page);
    put_compilation_head(out, input, page.title);
    compilation_chapters_first(out, &chapters);
    put_compilation_sections(out, input->report, input->texts);
    put_compilation_drawings(out, input);
    for (size_t i = 0; i < input->compilation->groups; i++)
        compilation_chapters_group(out, &chapters, &input->compilation->group[i]);
    compilation_chapters_last(out, &chapters);
    html_page_end(out, &page);
    report_free(&kept);
}
