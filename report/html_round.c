#include "report/html_round.h"

#include "format/edition.h"
#include "report/answer_counts.h"
#include "report/html_page.h"
#include "report/html_round_parts.h"
#include "report/report_html.h"
#include "report/stats_tables.h"

#include <string.h>

const char *html_round_name(const struct html_round *input, const struct stats_group *group)
{
    return stats_tables_group(input->catalog, group);
}

const struct stats_group *html_round_last(const struct html_round *input)
{
    return &input->table->group[input->table->groups - 1];
}

/* The sections of tables that begin with drawings of fields. */
static const char *const FIELD_SECTIONS[FIELD_DRAWING_KINDS] = {
    [FIELD_DRAWING_ANSWERS] = STATS_SECTION_YES_NO,
    [FIELD_DRAWING_FOLLOW_UP] = STATS_SECTION_FOLLOW_UPS,
    [FIELD_DRAWING_MATURITY] = STATS_SECTION_MATURITY,
};

static void begin_section(
    struct buffer *out, const struct html_round *input, const struct table *table, bool first)
{
    html_section(out, table->section, first ? "tables new-page" : "tables", table->section_name);
    if (table->section_about != NULL)
        html_add(out, "<p>%s</p>\n", table->section_about);
    if (strcmp(table->section, STATS_SECTION_AREAS) == 0)
        html_round_area_bars(out, input);
    for (enum field_drawing_kind kind = 0; kind < FIELD_DRAWING_KINDS; kind++) {
        if (strcmp(table->section, FIELD_SECTIONS[kind]) == 0)
            html_round_field_bars(out, input, kind);
    }
}

static void end_section(struct buffer *out, const struct html_round *input, const char *section)
{
    if (strcmp(section, STATS_SECTION_POINTS) == 0)
        html_round_spreads(out, input);
    buffer_text(out, "</section>\n");
}

/* Every section but the first, which is the first page. */
static void put_round_sections(
    struct buffer *out, const struct html_round *input, const struct report *report)
{
    const char *section = NULL;
    for (size_t i = 0; i < report->tables.count; i++) {
        const struct table *table = report_nth(report, i);
        if ((table->media & TABLE_PAGE) == 0 || strcmp(table->section, STATS_SECTION_OVERVIEW) == 0)
            continue;
        if (section == NULL || strcmp(table->section, section) != 0) {
            if (section != NULL)
                end_section(out, input, section);
            begin_section(out, input, table, section == NULL);
            section = table->section;
        }
        report_html_table(out, report, table, "groups", true);
    }
    if (section != NULL)
        end_section(out, input, section);
}

void html_round(struct buffer *out, const struct html_round *input)
{
    struct report report = {.catalog = input->catalog};
    struct html_page page = {
        .catalog = input->catalog,
        .title = report_keep(&report, tr(input->catalog, "Round %s"), input->table->round),
        .subject = input->table->edition->title,
        .marking = input->marking,
        .demo = input->demo,
    };
    stats_tables(&report, input->table);
    if (input->unscored != NULL && input->unscored->groups > 0)
        answer_counts_unscored_tables(&report, input->unscored);
    for (size_t i = 0; i < input->notes; i++)
        report_remark(&report, input->note[i]);
    html_page_begin(out, &page);
    html_round_overview(out, input, &report);
    put_round_sections(out, input, &report);
    html_page_end(out, &page);
    report_free(&report);
}
