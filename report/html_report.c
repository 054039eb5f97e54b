#include "report/html_report.h"

#include "report/html_page.h"
#include "report/report_html.h"

#include <string.h>

/* Beside each other on a phone. */
enum { PHONE_COLUMNS = 5 };

static void put_report_head(struct buffer *out, const struct html_report *input)
{
    const struct report *report = input->report;
    html_add(out, "<section class=\"front\">\n<p class=\"eyebrow\">%s</p>\n<h1>%s</h1>\n",
        input->subject, input->title);
    buffer_text(out, "<p class=\"facts\">");
    if (report->heading != NULL)
        html_add(out, "<span>%s</span>\n", report->heading);
    buffer_text(out, "<span>");
    html_say(out, tr(report->catalog, "report of %s"), input->issued);
    buffer_text(out, "</span></p>\n");
    for (size_t i = 0; i < report->remarks; i++)
        html_add(out, "<p class=\"notice\">%s</p>\n", report->remark[i]);
    buffer_text(out, "</section>\n");
}

void html_report(struct buffer *out, const struct html_report *input)
{
    const struct report *report = input->report;
    const char *section = NULL;
    struct html_page page = {
        .catalog = report->catalog,
        .title = input->title,
        .subject = input->subject,
        .marking = input->marking,
        .demo = input->demo,
    };
    html_page_begin(out, &page);
    put_report_head(out, input);
    for (size_t i = 0; i < report->tables.count; i++) {
        const struct table *table = report_nth(report, i);
        if ((table->media & TABLE_PAGE) == 0)
            continue;
        if (section == NULL || strcmp(section, table->section) != 0) {
            buffer_text(out, section == NULL ? "" : "</section>\n");
            section = table->section;
            html_section(out, section, "tables", table->section_name);
            if (table->section_about != NULL)
                html_add(out, "<p>%s</p>\n", table->section_about);
        }
        bool fits = report_html_class(table) != NULL; /* the style sheet makes it fit a phone */
        report_html_boxed(out, report, table, fits ? TABLE_COLUMNS_MAX : PHONE_COLUMNS);
    }
    buffer_text(out, section == NULL ? "" : "</section>\n");
    html_page_end(out, &page);
}
