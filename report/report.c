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
    report->kept = table_room(report->kept, report->texts, sizeof *report->kept);
    report->kept[report->texts++] = text;
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
    struct table *table = memory_new(1, sizeof *table);
    table->section = report->section;
    table->section_name = report->section_name;
    table->section_about = report->section_about;
    table->title = title;
    table->media = TABLE_ALL;
    report->table = table_room(report->table, report->tables, sizeof(struct table *));
    report->table[report->tables++] = table;
    return table;
}

void report_free(struct report *report)
{
    for (size_t i = 0; i < report->tables; i++) {
        table_free(report->table[i]);
        free(report->table[i]);
    }
    for (size_t i = 0; i < report->texts; i++)
        free(report->kept[i]);
    free(report->table);
    free(report->kept);
    *report = (struct report){.catalog = report->catalog};
}
