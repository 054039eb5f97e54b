#include "report/plan_sums.h"

#include "base/memory.h"
#include "base/text_fold.h"
#include "report/layout.h"
#include "report/question_areas.h"
#include "report/report_text.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- counting ---- */

static void add_row(struct plan_sum *sum, const struct plan_row *row)
{
    sum->rows++;
    sum->hours += row->hours;
    sum->cost += row->cost;
}

static bool is_meant(const struct plan_row *row)
{
    return row->status != PLAN_OPTIONAL && row->status != PLAN_DROPPED;
}

static void add_to_areas(struct plan_sums *sums, const struct plan_row *row)
{
    const struct model *model = &sums->edition->model;
    uint32_t areas =
        row->own ? 0 : question_areas_of_options(model, row->question, UINT32_C(1) << row->option);
    for (size_t i = 0; i < model->areas; i++) {
        if ((areas >> i & 1U) != 0)
            add_row(&sums->area[i], row);
    }
    if (areas == 0)
        add_row(&sums->no_area, row);
}

static void add_to_person(struct plan_sums *sums, const struct plan_row *row)
{
    struct plan_person *person = NULL;
    for (size_t i = 0; i < sums->persons.count && person == NULL; i++) {
        struct plan_person *known = (struct plan_person *)sums->persons.items + i;
        if (text_same_folded(known->name, row->responsible))
            person = known;
    }
    if (person == NULL) {
        person = list_add(&sums->persons);
        person->name = row->responsible;
    }
    add_row(&person->sum, row);
}

static void score_plans(struct plan_sums *sums)
{
    const struct model *model = &sums->edition->model;
    struct answer_set *done = memory_new(1, sizeof *done);
    struct answer_set *planned = memory_new(1, sizeof *planned);
    *done = *planned = *sums->plan->answers;
    for (size_t i = 0; i < sums->plan->rows.count; i++) {
        const struct plan_row *row = plan_at(sums->plan, i);
        if (row->own || !is_meant(row))
            continue;
        plan_take(sums->edition, row, planned);
        if (row->status == PLAN_DONE)
            plan_take(sums->edition, row, done);
    }
    score_compute(model, sums->plan->answers, &sums->now);
    score_compute(model, done, &sums->done);
    score_compute(model, planned, &sums->planned);
    for (size_t i = 0; i < model->questions; i++) {
        if (planned->answer[i].assessment == ASSESSMENT_UNSURE)
            planned->answer[i].assessment = ASSESSMENT_SURE;
    }
    score_compute(model, planned, &sums->sure);
    free(done);
    free(planned);
}

void plan_sums_count(const struct edition *edition, const struct plan *plan, struct plan_sums *sums)
{
    *sums = (struct plan_sums){
        .edition = edition, .plan = plan, .persons = {.size = sizeof(struct plan_person)}};
    for (size_t i = 0; i < plan->rows.count; i++) {
        const struct plan_row *row = plan_at(plan, i);
        add_row(&sums->status[row->status], row);
        if (!is_meant(row))
            continue;
        add_row(&sums->all, row);
        add_to_areas(sums, row);
        add_to_person(sums, row);
    }
    score_plans(sums);
}

void plan_sums_free(struct plan_sums *sums)
{
    free(sums->persons.items);
    sums->persons = (struct list){.size = sizeof(struct plan_person)};
}

/* ---- for people ---- */

void plan_amount_text(
    char text[PLAN_AMOUNT_SIZE], const struct catalog *catalog, long long hundredths)
{
    char digits[24];
    size_t length = (size_t)snprintf(digits, sizeof digits, "%lld", hundredths / 100);
    size_t out = 0;
    for (size_t i = 0; i < length; i++) {
        text[out++] = digits[i];
        if (i + 1 < length && (length - i - 1) % 3 == 0)
            text[out++] = ' ';
    }
    text[out] = '\0';
    if (hundredths % 100 != 0)
        (void)snprintf(text + out, PLAN_AMOUNT_SIZE - out,
            hundredths % 10 == 0 ? "%s%lld" : "%s%02lld", catalog == NULL ? "." : ",",
            hundredths % 10 == 0 ? hundredths % 100 / 10 : hundredths % 100);
}

static struct table *add_sum_table(struct report *report, const char *of)
{
    struct table *table = report_table(report, NULL);
    table_column(table, TABLE_WORDS, of, 44);
    table_column(table, TABLE_FIGURES, tr(report->catalog, "Measures"), 9);
    table_column(table, TABLE_FIGURES, plan_column_name(PLAN_COLUMN_HOURS, report->catalog), 11);
    table_column(table, TABLE_FIGURES, plan_column_name(PLAN_COLUMN_COST, report->catalog), 13);
    return table;
}

static void put_sum(
    struct report *report, struct table *table, const char *name, const struct plan_sum *sum)
{
    char amount[PLAN_AMOUNT_SIZE];
    table_put(table, cell_text(name));
    table_put(table, cell_number(sum->rows));
    plan_amount_text(amount, report->catalog, sum->hours);
    table_put(table, cell_text(report_keep(report, "%s", amount)));
    plan_amount_text(amount, report->catalog, sum->cost);
    table_put(table, cell_text(report_keep(report, "%s", amount)));
}

static void put_sum_tables(struct report *report, const struct plan_sums *sums)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = add_sum_table(report, plan_column_name(PLAN_COLUMN_STATUS, catalog));
    for (int i = 0; i < PLAN_STATUSES; i++)
        put_sum(report, table, plan_status_name((enum plan_status)i, catalog), &sums->status[i]);
    put_sum(report, table, tr(catalog, "In all, without the last two"), &sums->all);
    table = add_sum_table(report, tr(catalog, "Area"));
    for (size_t i = 0; i < sums->edition->model.areas; i++)
        put_sum(report, table, sums->edition->area[i].name, &sums->area[i]);
    if (sums->no_area.rows > 0)
        put_sum(report, table, tr(catalog, "(no area)"), &sums->no_area);
    table = add_sum_table(report, plan_column_name(PLAN_COLUMN_RESPONSIBLE, catalog));
    for (size_t i = 0; i < sums->persons.count; i++) {
        const struct plan_person *person = (const struct plan_person *)sums->persons.items + i;
        put_sum(report, table, person->name[0] == '\0' ? tr(catalog, "(nobody yet)") : person->name,
            &person->sum);
    }
}

static void put_levels(
    struct buffer *out, const struct catalog *catalog, const struct plan_sums *sums)
{
    layout_say(out, "",
        tr(catalog, "When the plan was made: level %u, %u points. With what is done: level %u, %u "
                    "points. When all is done: level %u, %u points."),
        (unsigned)sums->now.level, (unsigned)sums->now.points, (unsigned)sums->done.level,
        (unsigned)sums->done.points, (unsigned)sums->planned.level, (unsigned)sums->planned.points);
    if (sums->sure.level > sums->planned.level)
        layout_say(out, "",
            tr(catalog, "Unsure answers hold it back: with all of them sure it would be level %u."),
            (unsigned)sums->sure.level);
}

/* What the next form is prefilled with beside the answers of the last one. */
static void put_prefilled(
    struct buffer *out, const struct catalog *catalog, const struct plan_sums *sums)
{
    struct buffer done = {0};
    for (size_t i = 0; i < sums->plan->rows.count; i++) {
        const struct plan_row *row = plan_at(sums->plan, i);
        char key[PLAN_KEY_SIZE];
        if (row->own || row->status != PLAN_DONE)
            continue;
        plan_key_format(sums->edition, row->question, row->option, key);
        buffer_comma(&done, key);
    }
    if (done.length == 0)
        layout_say(out, "", "%s", tr(catalog, "No measure is done yet."));
    else
        layout_say(out, "",
            tr(catalog, "The next form gets these answers from the plan (`sigill template --from "
                        "ANSWERS --plan PLAN`): %s"),
            buffer_string(&done));
    buffer_free(&done);
}

void plan_sums_text(struct buffer *out, const struct catalog *catalog, const struct plan_sums *sums)
{
    struct report report = {.catalog = catalog};
    if (sums->plan->rows.count == 0) {
        layout_say(out, "", "%s", tr(catalog, "The plan has no measures."));
    } else {
        put_sum_tables(&report, sums);
        report_text(out, &report);
        buffer_text(out, "\n");
        layout_say(out, "", "%s",
            tr(catalog, "A measure that is about several areas is counted in each of them."));
    }
    put_levels(out, catalog, sums);
    put_prefilled(out, catalog, sums);
    report_free(&report);
}

/* ---- for programs ---- */

static json_t *amounts_json(const struct plan_sum *sum)
{
    return json_pack("{s:i, s:I, s:I}", "measures", (int)sum->rows, "hours_hundredths",
        (json_int_t)sum->hours, "cost_hundredths", (json_int_t)sum->cost);
}

static void append_sum(json_t *list, const char *key, const char *name, const struct plan_sum *sum)
{
    json_t *json = json_object();
    json_t *amounts = amounts_json(sum);
    (void)json_object_set_new(json, key, name == NULL ? json_null() : json_string(name));
    (void)json_object_update(json, amounts);
    (void)json_array_append_new(list, json);
    json_decref(amounts);
}

static json_t *level_json(const struct score *score)
{
    return json_pack("{s:i, s:i, s:i}", "level", (int)score->level, "points", (int)score->points,
        "measures", (int)score->measures);
}

static json_t *rows_json(const struct plan_sums *sums)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < sums->plan->rows.count; i++) {
        const struct plan_row *row = plan_at(sums->plan, i);
        char key[PLAN_KEY_SIZE] = "";
        if (!row->own)
            plan_key_format(sums->edition, row->question, row->option, key);
        (void)json_array_append_new(
            rows, json_pack("{s:o, s:s, s:s, s:s, s:I, s:I}", "measure",
                      row->own ? json_null() : json_string(key), "status",
                      plan_status_name(row->status, NULL), "responsible", row->responsible, "start",
                      row->start, "hours_hundredths", (json_int_t)row->hours, "cost_hundredths",
                      (json_int_t)row->cost));
    }
    return rows;
}

json_t *plan_sums_json(const struct plan_sums *sums)
{
    json_t *status = json_array(), *areas = json_array(), *persons = json_array();
    for (int i = 0; i < PLAN_STATUSES; i++)
        append_sum(status, "status", plan_status_name((enum plan_status)i, NULL), &sums->status[i]);
    for (size_t i = 0; i < sums->edition->model.areas; i++)
        append_sum(areas, "id", sums->edition->area[i].id, &sums->area[i]);
    append_sum(areas, "id", NULL, &sums->no_area);
    for (size_t i = 0; i < sums->persons.count; i++) {
        const struct plan_person *person = (const struct plan_person *)sums->persons.items + i;
        append_sum(persons, "name", person->name[0] == '\0' ? NULL : person->name, &person->sum);
    }
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "edition",
        sums->edition->id, "all", amounts_json(&sums->all), "status", status, "areas", areas,
        "persons", persons, "now", level_json(&sums->now), "done", level_json(&sums->done),
        "planned", level_json(&sums->planned), "planned_and_sure", level_json(&sums->sure), "rows",
        rows_json(sums));
}
