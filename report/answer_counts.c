#include "report/answer_counts.h"

#include "format/edition.h"
#include "report/answer_counts_unscored.h"
#include "report/json_parts.h"
#include "report/scope.h"

#define LABEL_WIDTH 31 /* of what names the rows, in a terminal */

/* What the functions below all need. */
struct counts_making {
    struct report *report;
    const struct catalog *catalog;
    const struct counts *counts;
    const struct edition *edition;
};

/* The words that programs know a kind by. */
static const char *const KINDS[COUNTS_KINDS] = {
    [COUNTS_POINTS] = "points",
    [COUNTS_ANSWERED] = "answered",
    [COUNTS_NO] = "no",
    [COUNTS_NONE] = "none",
    [COUNTS_PARTLY] = "partly",
    [COUNTS_UNANSWERED] = "unanswered",
    [COUNTS_NOT_ASKED] = "not_asked",
    [COUNTS_UNSURE] = "unsure",
};

static const char *kind_words(const struct counts_making *making, enum counts_kind kind)
{
    switch (kind) {
    case COUNTS_POINTS:
        return tr(making->catalog, "Yes, with points");
    case COUNTS_ANSWERED:
        return tr(making->catalog, "Answered");
    case COUNTS_NO:
        return making->edition->no;
    case COUNTS_NONE:
        return making->edition->no_none;
    case COUNTS_PARTLY:
        return making->edition->no_partly;
    case COUNTS_UNANSWERED:
        return tr(making->catalog, "Not answered");
    case COUNTS_NOT_ASKED:
        return tr(making->catalog, "Not asked");
    case COUNTS_UNSURE:
        return tr(making->catalog, "Assessed as unsure");
    case COUNTS_KINDS:
        break;
    }
    return "";
}

static const char *number_of_level(const struct counts_making *making, unsigned level)
{
    return report_keep(making->report, "%u", level);
}

/* ---- roles ---- */

static void add_role_columns(const struct counts_making *making, struct table *table)
{
    static const struct {
        const char *heading;
        const char *brief;
        const char *word;
    } columns[] = {
        {N_("With"), N_("With"), "with"},
        {N_("Without"), N_("Without"), "without"},
        {N_("Level 1 or higher, with"), N_("Lev. with"), "with_any_level"},
        {N_("Level 1 or higher, without"), N_("Without"), "without_any_level"},
        {N_("Median of points, with"), N_("Pts with"), "with_median"},
        {N_("Median of points, without"), N_("Without"), "without_median"},
    };
    size_t count = edition_has_points(making->edition) ? sizeof columns / sizeof columns[0] : 2;
    table_column(table, TABLE_WORDS, tr(making->catalog, "Group"), 18);
    for (size_t i = 0; i < count; i++) {
        struct table_column *column =
            table_column(table, TABLE_FIGURES, tr(making->catalog, columns[i].heading), 9);
        column->brief = tr(making->catalog, columns[i].brief);
        column->word = columns[i].word;
    }
}

static size_t with_any_level(const struct counts_role *role)
{
    return role->members - role->level[0];
}

static struct cell median_cell(const struct counts_role *role)
{
    return role->members == 0 ? cell_none() : cell_number(role->median);
}

static void add_roles(const struct counts_making *making)
{
    const struct catalog *catalog = making->catalog;
    struct table *table = report_table(making->report,
        tr(catalog, "With and without a role of the security work among the participants"));
    table->word = "security_role";
    table->shares = tr(catalog, "shares");
    add_role_columns(making, table);
    for (size_t i = 0; i < making->counts->groups; i++) {
        const struct counts_group *group = &making->counts->group[i];
        const struct counts_role *without = &group->role[0];
        const struct counts_role *with = &group->role[1];
        table_row(table, NULL, scope_group_word(making->edition, group->place), NULL);
        table_put(table, cell_text(scope_group_heading(catalog, making->edition, group->place)));
        table_put(table, cell_part(CELL_NUMBER, with->members, group->members));
        table_put(table, cell_part(CELL_NUMBER, without->members, group->members));
        if (!edition_has_points(making->edition))
            continue;
        table_put(table, cell_part(CELL_NUMBER, with_any_level(with), with->members));
        table_put(table, cell_part(CELL_NUMBER, with_any_level(without), without->members));
        table_put(table, median_cell(with));
        table_put(table, median_cell(without));
    }
}

/* ---- tables with groups as columns ---- */

static struct table *add_grouped_table(
    const struct counts_making *making, const char *title, const char *label)
{
    struct table *table = report_table(making->report, title);
    table_column(table, TABLE_WORDS, label, LABEL_WIDTH);
    for (size_t i = 0; i < making->counts->groups; i++) {
        int place = making->counts->group[i].place;
        struct table_column *column = table_column(
            table, TABLE_FIGURES, scope_group_heading(making->catalog, making->edition, place), 0);
        column->group = true;
        column->word = scope_group_word(making->edition, place);
    }
    return table;
}

static void add_role_levels(const struct counts_making *making, int role, const char *title)
{
    struct table *table = add_grouped_table(making, title, tr(making->catalog, "Level"));
    table->shares = tr(making->catalog, "share of these");
    for (unsigned level = 0; level <= making->edition->model.levels; level++) {
        table_row(table, "levels", role == 1 ? "with" : "without", number_of_level(making, level));
        table_put(
            table, cell_text(report_keep(making->report, tr(making->catalog, "Level %u"), level)));
        for (size_t i = 0; i < making->counts->groups; i++) {
            const struct counts_role *of = &making->counts->group[i].role[role];
            table_put(table, cell_part(CELL_NUMBER, of->level[level], of->members));
        }
    }
}

static void add_role_points(const struct counts_making *making, int role, const char *title)
{
    struct table *table = add_grouped_table(making, title, tr(making->catalog, "Figure"));
    static const char *const words[] = {"lowest", "median", "highest"};
    static const char *const labels[] = {N_("Lowest"), N_("Median"), N_("Highest")};
    for (size_t row = 0; row < 3; row++) {
        table_row(table, "points", role == 1 ? "with" : "without", words[row]);
        table_put(table, cell_text(tr(making->catalog, labels[row])));
        for (size_t i = 0; i < making->counts->groups; i++) {
            const struct counts_role *of = &making->counts->group[i].role[role];
            const unsigned figures[] = {of->lowest, of->median, of->highest};
            table_put(table, of->members == 0 ? cell_none() : cell_number(figures[row]));
        }
    }
}

/* ---- answers ---- */

static void put_kind_cells(const struct counts_making *making, struct table *table,
    unsigned question, enum counts_kind kind)
{
    for (size_t i = 0; i < making->counts->groups; i++) {
        const struct counts_group *group = &making->counts->group[i];
        table_put(table, cell_part(CELL_NUMBER, group->answer[question][kind], group->members));
    }
}

static void put_row_cells(
    const struct counts_making *making, struct table *table, unsigned question, unsigned row)
{
    for (size_t i = 0; i < making->counts->groups; i++)
        table_put(table, answer_counts_cell(making->report, making->edition,
                             &making->counts->group[i], question, row));
}

/* A table that is read; a workbook has one for all questions. Its file is for a report. */
static void add_question(const struct counts_making *making, unsigned place)
{
    const struct model_question *question = &making->edition->model.question[place];
    struct table *table = add_grouped_table(making,
        report_keep(making->report, "%u. %s", (unsigned)question->id,
            making->edition->question[place].topic),
        tr(making->catalog, "Answer"));
    table->media = TABLE_READ | TABLE_DATA;
    table->file = report_keep(making->report, "fraga-%u", (unsigned)question->id);
    table->shares = tr(making->catalog, "share of those counted");
    for (enum counts_kind kind = 0; kind < COUNTS_KINDS; kind++) {
        if (!result_counts_offers(question, kind))
            continue;
        table_row(table, "answers", number_of_level(making, question->id), KINDS[kind]);
        table_put(table, cell_text(kind_words(making, kind)));
        put_kind_cells(making, table, place, kind);
    }
    for (unsigned row = 0; row < answer_counts_rows(making->edition, place); row++) {
        struct answer_counts_row words =
            answer_counts_row(making->report, making->catalog, making->edition, place, row);
        table_row(table, words.kind, number_of_level(making, question->id), words.word);
        table_put(table, cell_text(words.label));
        put_row_cells(making, table, place, row);
    }
}

/* Which questions are shown. */
struct counts_choice {
    int only;      /* the place of one; -1: several */
    bool unscored; /* of several those without points that no field has; else all */
};

static bool is_shown(
    const struct counts_making *making, const struct counts_choice *choice, unsigned place)
{
    if (choice->unscored)
        return result_unscored_alone(&making->edition->model, place);
    return choice->only < 0 || (unsigned)choice->only == place;
}

static void put_sheet_begin(
    const struct counts_making *making, struct table *table, unsigned place, const char *label)
{
    table_put(table, cell_text(number_of_level(making, making->edition->model.question[place].id)));
    table_put(table, cell_text(making->edition->question[place].topic));
    table_put(table, cell_text(label));
}

static void put_sheet_question(
    const struct counts_making *making, struct table *table, unsigned place)
{
    for (enum counts_kind kind = 0; kind < COUNTS_KINDS; kind++) {
        if (!result_counts_offers(&making->edition->model.question[place], kind))
            continue;
        put_sheet_begin(making, table, place, kind_words(making, kind));
        put_kind_cells(making, table, place, kind);
    }
    for (unsigned row = 0; row < answer_counts_rows(making->edition, place); row++) {
        put_sheet_begin(making, table, place,
            answer_counts_row(making->report, making->catalog, making->edition, place, row).label);
        put_row_cells(making, table, place, row);
    }
}

static void add_questions_sheet(
    const struct counts_making *making, const struct counts_choice *choice)
{
    const struct catalog *catalog = making->catalog;
    struct table *table = report_table(making->report, tr(catalog, "How questions were answered"));
    table->media = TABLE_SHEET;
    table->shares = tr(catalog, "share of those counted");
    table_column(table, TABLE_WORDS, tr(catalog, "No."), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Question"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "Answer"), 0);
    for (size_t i = 0; i < making->counts->groups; i++)
        table_column(table, TABLE_FIGURES,
            scope_group_heading(catalog, making->edition, making->counts->group[i].place), 0);
    for (unsigned i = 0; i < making->edition->model.questions; i++) {
        if (is_shown(making, choice, i))
            put_sheet_question(making, table, i);
    }
}

static void add_questions(const struct counts_making *making, const struct counts_choice *choice)
{
    for (unsigned i = 0; i < making->edition->model.questions; i++) {
        if (is_shown(making, choice, i))
            add_question(making, i);
    }
    add_questions_sheet(making, choice);
}

void answer_counts_unscored_tables(struct report *report, const struct counts *counts)
{
    const struct catalog *catalog = report->catalog;
    const struct counts_choice choice = {.only = -1, .unscored = true};
    const struct counts_making making = {report, catalog, counts, counts->scope.edition};
    report_section(report, "unscored", tr(catalog, "Questions without points"),
        tr(catalog, "What was answered to the questions that give no points. A validation question "
                    "asks again whether there is what another one is about; beside its answers "
                    "stands whether it says what the points say."));
    add_questions(&making, &choice);
}

void answer_counts_tables(struct report *report, const struct counts *counts, int question)
{
    const struct catalog *catalog = report->catalog;
    const struct counts_making making = {report, catalog, counts, counts->scope.edition};
    scope_heading(report, &counts->scope);
    report_section(report, "roles", tr(catalog, "Roles"), NULL);
    add_roles(&making);
    if (edition_has_points(making.edition)) {
        add_role_levels(&making, 1, tr(catalog, "Overall level, with a security role"));
        add_role_levels(&making, 0, tr(catalog, "Overall level, without a security role"));
        add_role_points(&making, 1, tr(catalog, "Points, with a security role"));
        add_role_points(&making, 0, tr(catalog, "Points, without a security role"));
    }
    for (size_t i = 0; question >= 0 && i < report->tables.count; i++)
        report_nth(report, i)->media = TABLE_DATA;
    const struct counts_choice choice = {.only = question};
    report_section(report, "answers", tr(catalog, "Answers"), NULL);
    add_questions(&making, &choice);
}

/* ---- JSON ---- */

static json_t *role_counts_json(const struct edition *edition, const struct counts_role *role)
{
    json_t *levels = json_array();
    const unsigned figures[] = {role->lowest, role->median, role->highest};
    json_t *points[3];
    for (unsigned level = 0; level <= edition->model.levels; level++)
        json_parts_append(levels, json_integer((json_int_t)role->level[level]));
    for (size_t i = 0; i < 3; i++)
        points[i] = role->members == 0 ? json_null() : json_integer(figures[i]);
    return json_pack("{s:I, s:o, s:o, s:o, s:o}", "n", (json_int_t)role->members, "levels", levels,
        "lowest", points[0], "median", points[1], "highest", points[2]);
}

static json_t *question_counts_json(
    const struct edition *edition, const struct counts_group *group, unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    json_t *json = json_pack("{s:i}", "id", (int)question->id);
    for (enum counts_kind kind = 0; kind < COUNTS_KINDS; kind++) {
        bool offered = result_counts_offers(question, kind);
        if (!offered && (kind == COUNTS_ANSWERED || kind == COUNTS_NOT_ASKED))
            continue; /* told of those questions only that can have it */
        (void)json_object_set_new(json, KINDS[kind],
            offered ? json_integer((json_int_t)group->answer[place][kind]) : json_null());
    }
    answer_counts_unscored_json(json, edition, &group->unscored[place], place);
    return json;
}

static json_t *group_counts_json(
    const struct edition *edition, const struct counts_group *group, int question)
{
    json_t *questions = json_array();
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (question < 0 || (unsigned)question == i)
            json_parts_append(questions, question_counts_json(edition, group, i));
    }
    return json_pack("{s:s?, s:I, s:{s:o, s:o}, s:o}", "group",
        group->place < 0 ? NULL : edition->group[group->place].id, "n", (json_int_t)group->members,
        "security_role", "with", role_counts_json(edition, &group->role[1]), "without",
        role_counts_json(edition, &group->role[0]), "questions", questions);
}

json_t *answer_counts_unscored_groups(const struct counts *counts)
{
    const struct edition *edition = counts->scope.edition;
    json_t *groups = json_array();
    for (size_t i = 0; i < counts->groups; i++) {
        const struct counts_group *group = &counts->group[i];
        json_t *questions = json_array();
        for (unsigned k = 0; k < edition->model.questions; k++) {
            if (result_unscored_alone(&edition->model, k))
                json_parts_append(questions, question_counts_json(edition, group, k));
        }
        json_parts_append(groups, json_pack("{s:s?, s:I, s:o}", "group",
                                      group->place < 0 ? NULL : edition->group[group->place].id,
                                      "n", (json_int_t)group->members, "questions", questions));
    }
    return groups;
}

json_t *answer_counts_json(const struct counts *counts, int question)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < counts->groups; i++)
        json_parts_append(
            groups, group_counts_json(counts->scope.edition, &counts->group[i], question));
    return json_parts_joined(scope_json(&counts->scope),
        json_pack("{s:I, s:o}", "n", (json_int_t)counts->scope.members, "groups", groups));
}
