#include "report/text_codes.h"

#include "format/edition.h"
#include "report/json_parts.h"
#include "report/scope.h"

#define CODE_WIDTH 31 /* of a code, in a terminal */

static const struct code_count *code_at(const struct codes_question *question, size_t place)
{
    return (const struct code_count *)question->codes.items + place;
}

static const struct edition_background *asked_of(
    const struct codes *codes, const struct codes_question *question)
{
    return &codes->scope.edition->background[question->background];
}

/* ---- tables ---- */

static void put_code_row(struct table *table, const struct codes *codes, const char *label,
    const size_t count[], const size_t whole[])
{
    table_put(table, cell_text(label));
    for (size_t i = 0; i < codes->groups; i++)
        table_put(table,
            whole == NULL ? cell_number(count[i]) : cell_part(CELL_NUMBER, count[i], whole[i]));
}

static void add_codes(
    struct report *report, const struct codes *codes, const struct codes_question *question)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = report_table(report, asked_of(codes, question)->topic);
    table->media &= ~(unsigned)TABLE_DATA;
    table->shares = tr(catalog, "share of the texts");
    table_column(table, TABLE_WORDS, tr(catalog, "Code"), CODE_WIDTH);
    for (size_t i = 0; i < codes->groups; i++)
        table_column(table, TABLE_FIGURES,
            scope_group_heading(catalog, codes->scope.edition, codes->group[i]), 0)
            ->group = true;
    put_code_row(table, codes, tr(catalog, "Texts"), question->told, NULL);
    put_code_row(table, codes, tr(catalog, "Texts with a code"), question->coded, question->told);
    for (size_t i = 0; i < question->codes.count; i++)
        put_code_row(
            table, codes, code_at(question, i)->code, code_at(question, i)->count, question->told);
    table_note(
        table, tr(catalog,
                   "A text may have several codes: the shares may add up to more than the whole."));
}

static void put_code_line(struct table *table, const struct codes *codes,
    const struct codes_question *question, const char *word, const char *code, const size_t count[])
{
    table_put(table, cell_text(asked_of(codes, question)->id));
    table_put(table, cell_text(word));
    table_put(table, cell_text(code));
    for (size_t i = 0; i < codes->groups; i++)
        table_put(table, cell_number(count[i]));
}

static void add_codes_data(struct report *report, const struct codes *codes)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = report_table(report, NULL);
    table->media = TABLE_DATA;
    table_column(table, TABLE_WORDS, tr(catalog, "Question"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Figure"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Code"), 0);
    for (size_t i = 0; i < codes->groups; i++)
        table_column(
            table, TABLE_FIGURES, scope_group_word(codes->scope.edition, codes->group[i]), 0);
    for (size_t i = 0; i < codes->questions; i++) {
        const struct codes_question *question = &codes->question[i];
        put_code_line(table, codes, question, "told", "", question->told);
        put_code_line(table, codes, question, "coded", "", question->coded);
        for (size_t k = 0; k < question->codes.count; k++)
            put_code_line(table, codes, question, "code", code_at(question, k)->code,
                code_at(question, k)->count);
    }
}

static void remark_others(struct report *report, size_t others)
{
    unsigned long count = (unsigned long)others;
    if (count > 0)
        report_remark(report,
            report_keep(report,
                tr_count(report->catalog,
                    "%lu text with codes is of an organisation that this is not about.",
                    "%lu texts with codes are of organisations that this is not about.", count),
                count));
}

void text_codes_tables(struct report *report, const struct codes *codes)
{
    scope_heading(report, &codes->scope);
    remark_others(report, codes->others);
    report_section(report, "codes", tr(report->catalog, "Codes"), NULL);
    for (size_t i = 0; i < codes->questions; i++)
        add_codes(report, codes, &codes->question[i]);
    add_codes_data(report, codes);
}

/* ---- JSON ---- */

static json_t *counts_json(const struct codes *codes, const size_t count[])
{
    json_t *list = json_array();
    for (size_t i = 0; i < codes->groups; i++)
        json_parts_append(list, json_integer((json_int_t)count[i]));
    return list;
}

static json_t *question_json(const struct codes *codes, const struct codes_question *question)
{
    json_t *list = json_array();
    for (size_t i = 0; i < question->codes.count; i++)
        json_parts_append(list, json_pack("{s:s, s:o}", "code", code_at(question, i)->code,
                                    "counts", counts_json(codes, code_at(question, i)->count)));
    return json_pack("{s:s, s:o, s:o, s:o}", "id", asked_of(codes, question)->id, "told",
        counts_json(codes, question->told), "coded", counts_json(codes, question->coded), "codes",
        list);
}

json_t *text_codes_json(const struct codes *codes)
{
    const struct edition *edition = codes->scope.edition;
    json_t *groups = json_array();
    json_t *questions = json_array();
    for (size_t i = 0; i < codes->groups; i++)
        json_parts_append(groups,
            codes->group[i] < 0 ? json_null() : json_string(edition->group[codes->group[i]].id));
    for (size_t i = 0; i < codes->questions; i++)
        json_parts_append(questions, question_json(codes, &codes->question[i]));
    return json_parts_joined(scope_json(&codes->scope),
        json_pack("{s:I, s:o, s:o, s:I}", "n", (json_int_t)codes->scope.members, "groups", groups,
            "questions", questions, "others", (json_int_t)codes->others));
}
