#include "report/report.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* The format is a literal, or its translation, at every call. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
const char *report_keep(struct report *report, const char *format, ...)
{
    va_list args;
    char *text = NULL;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        memory_exhausted();
    va_end(args);
    report->kept.size = sizeof text;
    *(char **)list_add(&report->kept) = text;
    return text;
}
#pragma GCC diagnostic pop

void report_remark(struct report *report, const char *text)
{
    if (report->remarks < REPORT_REMARKS_MAX)
        report->remark[report->remarks++] = text;
}

void report_section(struct report *report, const char *id, const char *name, const char *about)
{
    report->section = id;
    report->section_name = name;
    report->section_about = about;
}

struct table *report_table(struct report *report, const char *title)
{
    struct table *table = memory_allocate(sizeof *table);
    table_start(table);
    table->section = report->section;
    table->section_name = report->section_name;
    table->section_about = report->section_about;
    table->title = title;
    report->tables.size = sizeof table;
    *(struct table **)list_add(&report->tables) = table;
    return table;
}

struct table *report_nth(const struct report *report, size_t number)
{
    struct table *const *tables = report->tables.items;
    return tables[number];
}

void report_pass(const struct report *report, struct buffer *text)
{
    if (report->drain.pass != NULL)
        report->drain.pass(report->drain.context, text);
}

void report_free(struct report *report)
{
    for (size_t i = 0; i < report->tables.count; i++) {
        table_free(report_nth(report, i));
        free(report_nth(report, i));
    }
    free(report->tables.items);
    list_free_texts(&report->kept);
    *report = (struct report){.catalog = report->catalog};
}
