#include "report/texts.h"

#include "base/memory.h"
#include "format/coded_texts.h"
#include "report/scope.h"

#include <stdlib.h>

#define LABEL_WIDTH 31

/* ---- counts ---- */

/* What is counted of each group that is shown. */
struct texts_counts {
    size_t groups;
    int group[SCOPE_GROUPS_MAX];
    struct texts_tally tally[SCOPE_GROUPS_MAX];
};

static void count_texts(const struct texts *texts, struct texts_counts *out)
{
    out->groups = result_scope_groups(&texts->scope, out->group);
    for (size_t i = 0; i < out->groups; i++)
        result_texts_tally(texts, out->group[i], &out->tally[i]);
}

static struct table *add_count_table(struct report *report, const struct texts *texts,
    const struct texts_counts *counts, const char *title, const char *label)
{
    struct table *table = report_table(report, title);
    table->media &= ~(unsigned)TABLE_DATA;
    table->shares = tr(report->catalog, "share of those counted");
    table_column(table, TABLE_WORDS, label, LABEL_WIDTH);
    for (size_t i = 0; i < counts->groups; i++)
        table_column(table, TABLE_FIGURES,
            scope_group_heading(report->catalog, texts->scope.edition, counts->group[i]), 0)
            ->group = true;
    return table;
}

/* One row: the figure of each group, which stands as far from its tally's beginning as at does from
 * that of the first; with shares, of its members. */
static void put_counts(struct table *table, const struct texts_counts *counts, const char *label,
    const size_t *at, bool shares)
{
    size_t offset = (size_t)((const char *)at - (const char *)counts->tally);
    table_put(table, cell_text(label));
    for (size_t i = 0; i < counts->groups; i++) {
        const struct texts_tally *tally = &counts->tally[i];
        const size_t *figure = (const size_t *)(const void *)((const char *)tally + offset);
        table_put(
            table, shares ? cell_part(CELL_NUMBER, *figure, tally->members) : cell_number(*figure));
    }
}

static void add_told(
    struct report *report, const struct texts *texts, const struct texts_counts *counts)
{
    const struct catalog *catalog = report->catalog;
    const struct edition *edition = texts->scope.edition;
    struct table *table = add_count_table(
        report, texts, counts, tr(catalog, "What was written"), tr(catalog, "Question"));
    put_counts(table, counts, tr(catalog, "Organisations"), &counts->tally[0].members, false);
    for (size_t i = 0; i < edition->backgrounds; i++) {
        if (result_texts_asks(edition, i))
            put_counts(
                table, counts, edition->background[i].topic, &counts->tally[0].text[i], true);
    }
    put_counts(
        table, counts, tr(catalog, "Approved by somebody"), &counts->tally[0].approved, true);
}

static void add_participants(
    struct report *report, const struct texts *texts, const struct texts_counts *counts)
{
    const struct catalog *catalog = report->catalog;
    const struct edition *edition = texts->scope.edition;
    struct table *table =
        add_count_table(report, texts, counts, tr(catalog, "Who took part"), tr(catalog, "Role"));
    for (size_t i = 0; i < edition->roles; i++)
        put_counts(table, counts, edition->role[i].name, &counts->tally[0].role[i], true);
    put_counts(table, counts, tr(catalog, "Any role of the security work"),
        &counts->tally[0].security_role, true);
}

void texts_tables(struct report *report, const struct texts *texts)
{
    struct texts_counts *counts = memory_new(1, sizeof *counts);
    count_texts(texts, counts);
    scope_heading(report, &texts->scope);
    report_section(report, "overview", tr(report->catalog, "Overview"), NULL);
    add_told(report, texts, counts);
    add_participants(report, texts, counts);
    free(counts);
}

/* ---- lists ---- */

static void name_organisations(struct report *report, struct table *table)
{
    const struct catalog *catalog = report->catalog;
    table->media &= ~(unsigned)TABLE_DATA;
    table_column(table, TABLE_WORDS, tr(catalog, "Group"), 18);
    table_column(table, TABLE_WORDS, tr(catalog, "Organisation"), 48);
    table_column(table, TABLE_WORDS, tr(catalog, "Number"), 11);
}

static void put_organisation(
    struct table *table, const struct texts *texts, const struct texts_member *member)
{
    table_put(table, cell_text(scope_group_name(texts->scope.edition, member->group)));
    table_put(table, cell_text(member->name));
    table_put(table, cell_text(member->number));
}

static void put_key(struct report *report, struct table *table, const struct texts *texts,
    size_t member, size_t background)
{
    char key[CODED_TEXTS_KEY_SIZE];
    const struct texts_member *one = &texts->member[member];
    coded_texts_key(texts->scope.edition, background, one->number, one->text[background], key);
    table_put(table, cell_text(report_keep(report, "%s", key)));
}

static void add_texts(struct report *report, const struct texts *texts, size_t background,
    texts_coded *coded, const void *context)
{
    const struct catalog *catalog = report->catalog;
    const struct edition_background *asked = &texts->scope.edition->background[background];
    struct table *table = report_table(report, asked->topic);
    table->empty = tr(catalog, "Nobody wrote anything.");
    name_organisations(report, table);
    table_column(table, TABLE_WORDS, tr(catalog, "Text"), 0)->prose = true;
    struct table_column *codes =
        table_column(table, TABLE_WORDS, coded_texts_column(CODED_TEXTS_CODES, catalog), 0);
    codes->media = TABLE_SHEET;
    codes->filled_in = true;
    struct table_column *key =
        table_column(table, TABLE_WORDS, coded_texts_column(CODED_TEXTS_KEY, catalog), 0);
    key->media = TABLE_SHEET;
    key->narrow = true;
    for (size_t i = 0; i < texts->members; i++) {
        if (!result_texts_tells(&texts->member[i], background))
            continue;
        put_organisation(table, texts, &texts->member[i]);
        table_put(table, cell_text(texts->member[i].text[background]));
        table_put(table, cell_text(coded == NULL ? "" : coded(context, i, background)));
        put_key(report, table, texts, i, background);
    }
}

/* "NAME, NAME" of those whose bits are set. */
static const char *roles_named(
    struct report *report, const struct edition *edition, uint32_t roles, bool names)
{
    struct buffer text = {0};
    for (size_t i = 0; i < edition->roles; i++) {
        if ((roles >> i & 1) == 0)
            continue;
        buffer_comma(&text, names ? edition->role[i].name : edition->role[i].id);
    }
    const char *kept = report_keep(report, "%s", buffer_string(&text));
    buffer_free(&text);
    return kept;
}

static const char *approval_named(struct report *report, const struct texts_member *member)
{
    struct buffer text = {0};
    buffer_comma(&text, member->approved_by);
    buffer_comma(&text, member->approval_role);
    buffer_comma(&text, member->approval_date);
    buffer_comma(&text, member->approval_reference);
    const char *kept = report_keep(report, "%s", buffer_string(&text));
    buffer_free(&text);
    return kept;
}

static void add_participants_list(struct report *report, const struct texts *texts)
{
    struct table *table =
        report_table(report, tr(report->catalog, "Who took part, by organisation"));
    name_organisations(report, table);
    table_column(table, TABLE_WORDS, tr(report->catalog, "Participants"), 0)->prose = true;
    for (size_t i = 0; i < texts->members; i++) {
        put_organisation(table, texts, &texts->member[i]);
        table_put(table,
            cell_text(roles_named(report, texts->scope.edition, texts->member[i].roles, true)));
    }
}

static void add_approvals_list(struct report *report, const struct texts *texts)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = report_table(report, tr(catalog, "Who approved, by organisation"));
    name_organisations(report, table);
    struct table_column *whole = table_column(table, TABLE_WORDS, tr(catalog, "Approved by"), 0);
    whole->prose = true;
    whole->media = TABLE_READ;
    table_column(table, TABLE_WORDS, tr(catalog, "Approved by"), 0)->media = TABLE_SHEET;
    table_column(table, TABLE_WORDS, tr(catalog, "Role"), 0)->media = TABLE_SHEET;
    table_column(table, TABLE_WORDS, tr(catalog, "Day"), 0)->media = TABLE_SHEET;
    table_column(table, TABLE_WORDS, tr(catalog, "Reference"), 0)->media = TABLE_SHEET;
    for (size_t i = 0; i < texts->members; i++) {
        const struct texts_member *member = &texts->member[i];
        put_organisation(table, texts, member);
        table_put(table, cell_text(approval_named(report, member)));
        table_put(table, cell_text(member->approved_by));
        table_put(table, cell_text(member->approval_role));
        table_put(table, cell_text(member->approval_date));
        table_put(table, cell_text(member->approval_reference));
    }
}

void texts_lists(
    struct report *report, const struct texts *texts, texts_coded *coded, const void *context)
{
    const struct catalog *catalog = report->catalog;
    unsigned shown = 0;
    for (size_t i = 0; i < texts->scope.edition->backgrounds; i++) {
        if (!result_texts_asks(texts->scope.edition, i))
            continue;
        const char *name = report_keep(report, tr(catalog, "Texts %u"), ++shown);
        report_section(report, report_keep(report, "texts-%u", shown), name,
            texts->scope.edition->background[i].text);
        add_texts(report, texts, i, coded, context);
    }
    report_section(report, "participants", tr(catalog, "Participants"), NULL);
    add_participants_list(report, texts);
    report_section(report, "approvals", tr(catalog, "Approvals"), NULL);
    add_approvals_list(report, texts);
}

/* ---- for programs ---- */

void texts_data(struct report *report, const struct texts *texts)
{
    const struct catalog *catalog = report->catalog;
    const struct edition *edition = texts->scope.edition;
    struct table *table = report_table(report, NULL);
    table->media = TABLE_DATA;
    table_column(table, TABLE_WORDS, tr(catalog, "Group"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Organisation"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Number"), 0);
    for (size_t i = 0; i < edition->backgrounds; i++) {
        if (result_texts_asks(edition, i))
            table_column(table, TABLE_WORDS, edition->background[i].id, 0);
    }
    table_column(table, TABLE_WORDS, tr(catalog, "Participants"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Approved by"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Role"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Day"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Reference"), 0);
    for (size_t i = 0; i < texts->members; i++) {
        const struct texts_member *member = &texts->member[i];
        table_put(table, cell_text(member->group));
        table_put(table, cell_text(member->name));
        table_put(table, cell_text(member->number));
        for (size_t k = 0; k < edition->backgrounds; k++) {
            if (result_texts_asks(edition, k))
                table_put(table, cell_text(member->text[k]));
        }
        table_put(table, cell_text(roles_named(report, edition, member->roles, false)));
        table_put(table, cell_text(member->approved_by));
        table_put(table, cell_text(member->approval_role));
        table_put(table, cell_text(member->approval_date));
        table_put(table, cell_text(member->approval_reference));
    }
}
