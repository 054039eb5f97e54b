#include "report/csv_plan.h"

#include "report/plan_measures.h"
#include "report/question_areas.h"
#include "report/report_csv.h"

#include <stdlib.h>

static void put_headings(struct table *table, const struct catalog *catalog)
{
    const char *const headings[] = {plan_column_name(PLAN_COLUMN_KEY, catalog),
        tr(catalog, "Question"), tr(catalog, "Topic"), tr(catalog, "Area"),
        tr(catalog, "What to add"), tr(catalog, "Why"),
        plan_column_name(PLAN_COLUMN_RESPONSIBLE, catalog),
        plan_column_name(PLAN_COLUMN_START, catalog), plan_column_name(PLAN_COLUMN_HOURS, catalog),
        plan_column_name(PLAN_COLUMN_COST, catalog), plan_column_name(PLAN_COLUMN_STATUS, catalog),
        plan_column_name(PLAN_COLUMN_VALUE, catalog), tr(catalog, "Support")};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        table_column(table, TABLE_WORDS, headings[i], 0);
}

static void put_empty(struct table *table, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        table_put(table, cell_none());
}

static void put_measure(struct report *report, struct table *table, const struct edition *edition,
    const struct plan_measure *measure)
{
    char key[PLAN_KEY_SIZE];
    struct buffer areas = {0};
    char *words = plan_measures_words(report->catalog, edition, measure);
    question_areas_names(&areas, edition, plan_measures_areas(&edition->model, measure));
    plan_key_format(edition, measure->question, measure->option, key);
    table_put(table, cell_text(report_keep(report, "%s", key)));
    table_put(table, cell_number(edition->model.question[measure->question].id));
    table_put(table, cell_text(edition->question[measure->question].topic));
    table_put(table, cell_text(report_keep(report, "%s", buffer_string(&areas))));
    table_put(table, cell_text(report_keep(report, "%s", words)));
    table_put(table, cell_text(report_keep(report, "%s", measure->why)));
    put_empty(table, 4);
    table_put(table, cell_text(plan_status_name(measure->status, report->catalog)));
    put_empty(table, 1);
    table_put(table, measure->support == NULL ? cell_none() : cell_text(measure->support));
    buffer_free(&areas);
    free(words);
}

static void put_basis(struct table *table, const char *key, const char *value)
{
    table_put(table, cell_text(key));
    put_empty(table, 10);
    table_put(table, cell_text(value));
    put_empty(table, 1);
}

void csv_plan(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answer_set *answers, const struct list *measures)
{
    struct report report = {.catalog = catalog};
    struct table *table = report_table(&report, NULL);
    char *basis = plan_measures_basis(edition, answers);
    put_headings(table, catalog);
    for (size_t i = 0; i < measures->count; i++)
        put_measure(&report, table, edition, (const struct plan_measure *)measures->items + i);
    put_basis(table, PLAN_KEY_EDITION, edition->id);
    put_basis(table, PLAN_KEY_ANSWERS, basis);
    report_csv(out, &report);
    report_free(&report);
    free(basis);
}
