/* The sheet of the organisation: who answers, about which time, with whose help, and who approved
 * it. */
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "report/workbook_library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COVERED_LEAST = 20, /* rows for covered organisations */
    COVERED_SPARE = 10, /* of them empty ones, however many the draft has */
    EXPLAINED = FORM_COLUMN_AT_STATE,
    TEXT_LINES = 10, /* that a text of their own has room for, on paper too */
};

/* The sheet while it is filled from its top. */
struct head_rows {
    struct form_book *book;
    lxw_row_t row;
};

static void put_group_of_rows(struct head_rows *sheet, const char *title)
{
    for (lxw_col_t column = FORM_COLUMN_AT_KEY; column <= EXPLAINED; column++)
        form_text(sheet->book, FORM_ORGANISATION, sheet->row, column, FORM_FORMAT_SECTION,
            column == FORM_COLUMN_AT_NUMBER ? title : "");
    sheet->row++;
}

/* A row: what is asked for, its answer, and what is to be known about it. */
static void put_head_row(struct head_rows *sheet, const char *text, const char *explained,
    const struct form_key *key, struct form_input input)
{
    input.page = FORM_ORGANISATION;
    input.row = sheet->row;
    input.key = key;
    input.title = text;
    input.message = explained[0] == '\0' ? NULL : explained;
    form_text(
        sheet->book, FORM_ORGANISATION, sheet->row, FORM_COLUMN_AT_TEXT, FORM_FORMAT_TEXT, text);
    form_text(sheet->book, FORM_ORGANISATION, sheet->row, EXPLAINED, FORM_FORMAT_NOTE, explained);
    form_input(sheet->book, &input);
    sheet->row++;
}

static void put_plain(
    struct head_rows *sheet, enum form_key_place place, const char *text, const char *explained)
{
    struct form_key key = {.place = place};
    put_head_row(sheet, text, explained, &key, (struct form_input){.choice = FORM_CHOICE_ANY});
}

static void put_listed(struct head_rows *sheet, enum form_key_place place, size_t list,
    const char *text, const char *explained)
{
    struct form_key key = {.place = place};
    put_head_row(sheet, text, explained, &key,
        (struct form_input){.choice = FORM_CHOICE_LIST, .list = list});
}

/* ---- who, and when ---- */

/* Locked: the form is of this edition. */
static void put_edition(struct head_rows *sheet)
{
    struct form_book *book = sheet->book;
    char key[FORM_KEY_SIZE];
    form_key_format(&(struct form_key){.place = FORM_KEY_EDITION}, key);
    form_text(book, FORM_ORGANISATION, sheet->row, FORM_COLUMN_AT_KEY, FORM_FORMAT_KEY, key);
    form_text(book, FORM_ORGANISATION, sheet->row, FORM_COLUMN_AT_TEXT, FORM_FORMAT_TEXT,
        tr(book->catalog, "Edition of the questions"));
    form_text(book, FORM_ORGANISATION, sheet->row, FORM_COLUMN_AT_ANSWER, FORM_FORMAT_FIXED,
        book->edition->id);
    form_text(book, FORM_ORGANISATION, sheet->row, EXPLAINED, FORM_FORMAT_NOTE,
        tr(book->catalog, "Stays as it is."));
    sheet->row++;
}

static void put_who(struct head_rows *sheet)
{
    struct form_book *book = sheet->book;
    const struct catalog *catalog = book->catalog;
    put_group_of_rows(sheet, tr(catalog, "Organisation"));
    put_edition(sheet);
    book->row_of_name = sheet->row;
    put_plain(sheet, FORM_KEY_NAME, tr(catalog, "The organisation's name"), "");
    put_plain(sheet, FORM_KEY_NUMBER, tr(catalog, "Organisation number"),
        tr(catalog, "Ten digits, such as 212000-0001."));
    book->row_of_group = sheet->row;
    put_listed(sheet, FORM_KEY_GROUP, FORM_LIST_GROUPS, tr(catalog, "Group"),
        tr(catalog, "Choose from the list."));
}

static void put_when(struct head_rows *sheet)
{
    struct form_book *book = sheet->book;
    const struct catalog *catalog = book->catalog;
    char *period = memory_printf(
        tr(catalog, "Year, month and day, such as 2024-01-01. The questions are about: %s."),
        book->edition->period);
    put_group_of_rows(sheet, tr(catalog, "Period and marking"));
    book->row_of_from = sheet->row;
    put_plain(sheet, FORM_KEY_FROM, tr(catalog, "The period's first day"), period);
    put_plain(sheet, FORM_KEY_TO, tr(catalog, "The period's last day"),
        tr(catalog, "Year, month and day, such as 2025-12-31."));
    book->row_of_marking = sheet->row;
    put_listed(sheet, FORM_KEY_MARKING, FORM_LIST_MARKINGS, tr(catalog, "Marking of the answers"),
        tr(catalog,
            "How the answers must be protected when they are filled in: ask your security "
            "function, and if unsure choose the last in the list. What needs more than that "
            "must not be handled here."));
    free(period);
}

/* ---- with whose help ---- */

static void put_role(struct head_rows *sheet, const char *id, const char *name)
{
    struct form_key key = {.place = FORM_KEY_PARTICIPANT};
    (void)snprintf(key.id, sizeof key.id, "%s", id);
    put_head_row(sheet, name, "", &key, (struct form_input){.choice = FORM_CHOICE_YES});
}

/* The edition's roles, and those that the draft has beyond them, so that none is lost. */
static void put_participants(struct head_rows *sheet)
{
    const struct edition *edition = sheet->book->edition;
    const char *other;
    if (edition->roles > 0)
        put_group_of_rows(
            sheet, tr(sheet->book->catalog, "Who took part in answering (yes, for each that did)"));
    for (size_t i = 0; i < edition->roles; i++)
        put_role(sheet, edition->role[i].id, edition->role[i].name);
    for (size_t i = 0; (other = form_value_participant(sheet->book, i)) != NULL; i++) {
        if (edition_find_role(edition, other) < 0)
            put_role(sheet, other, other);
    }
}

/* ---- background and approval ---- */

/* The question's name in a row of its own, above the question in full. */
static void put_asked_background(struct head_rows *sheet, const struct edition_background *asked)
{
    const struct catalog *catalog = sheet->book->catalog;
    struct form_key key = {.place = FORM_KEY_BACKGROUND};
    (void)snprintf(key.id, sizeof key.id, "%s", asked->id);
    for (lxw_col_t column = FORM_COLUMN_AT_NUMBER; column <= EXPLAINED; column++)
        form_text(sheet->book, FORM_ORGANISATION, sheet->row, column, FORM_FORMAT_ASKED,
            column == FORM_COLUMN_AT_TEXT ? asked->topic : "");
    sheet->row++;
    put_head_row(sheet, asked->text,
        asked->consent ? tr(catalog, "Choose from the list.") : tr(catalog, "A text of your own."),
        &key,
        (struct form_input){.choice = asked->consent ? FORM_CHOICE_CONSENT : FORM_CHOICE_ANY});
    if (!asked->consent)
        form_room(sheet->book, FORM_ORGANISATION, sheet->row - 1, TEXT_LINES);
}

static void put_background(struct head_rows *sheet)
{
    const struct edition *edition = sheet->book->edition;
    if (edition->backgrounds > 0)
        put_group_of_rows(sheet, tr(sheet->book->catalog, "Questions that give no points"));
    for (size_t i = 0; i < edition->backgrounds; i++)
        put_asked_background(sheet, &edition->background[i]);
}

static void put_approval(struct head_rows *sheet)
{
    const struct catalog *catalog = sheet->book->catalog;
    put_group_of_rows(sheet, tr(catalog, "Approval (last of all)"));
    put_plain(sheet, FORM_KEY_APPROVED_BY, tr(catalog, "Approved by"),
        tr(catalog, "Who stands for the answers."));
    put_plain(sheet, FORM_KEY_APPROVED_ROLE, tr(catalog, "Role"), "");
    put_plain(sheet, FORM_KEY_APPROVED_DATE, tr(catalog, "Day"),
        tr(catalog, "Year, month and day, such as 2024-01-31."));
    put_plain(sheet, FORM_KEY_APPROVED_REFERENCE, tr(catalog, "Reference"),
        tr(catalog, "Such as the number of the matter."));
}

/* ---- on whose behalf ---- */

static void put_covered(struct head_rows *sheet, unsigned number)
{
    struct form_book *book = sheet->book;
    struct form_key key = {.place = FORM_KEY_COVERED, .number = number};
    char *text = memory_printf("%s %u", tr(book->catalog, "Organisation"), number);
    form_text(book, FORM_ORGANISATION, sheet->row, FORM_COLUMN_AT_TEXT, FORM_FORMAT_TEXT, text);
    free(text);
    form_text(book, FORM_ORGANISATION, sheet->row, EXPLAINED, FORM_FORMAT_INPUT,
        form_value_covered_number(book, number));
    form_input(
        book, &(struct form_input){.page = FORM_ORGANISATION, .row = sheet->row, .key = &key});
    sheet->row++;
}

/* A table of its own, on a page of its own. */
static void put_covers(struct head_rows *sheet)
{
    struct form_book *book = sheet->book;
    const struct catalog *catalog = book->catalog;
    const char *const headers[] = {"", form_label(FORM_LABEL_COVERED, book->language),
        form_column_name(FORM_COLUMN_NAME, book->language),
        form_column_name(FORM_COLUMN_NUMBER, book->language)};
    size_t count = form_value_covers(book) + COVERED_SPARE;
    lxw_row_t breaks[] = {sheet->row, 0};
    workbook_library_keep(
        &book->failure, worksheet_set_h_pagebreaks(book->page[FORM_ORGANISATION], breaks));
    put_group_of_rows(sheet, tr(catalog, "Organisations on whose behalf you answer, if any"));
    form_headers(
        book, FORM_ORGANISATION, sheet->row++, headers, sizeof headers / sizeof headers[0]);
    count = count < COVERED_LEAST ? COVERED_LEAST : count;
    for (unsigned i = 1; i <= count && i <= ANSWERS_COVERS_MAX; i++)
        put_covered(sheet, i);
    form_text(book, FORM_ORGANISATION, sheet->row++, FORM_COLUMN_AT_TEXT, FORM_FORMAT_NOTE,
        tr(catalog, "More rows: take the sheet's protection away (it has no password), and go on "
                    "with the next key in the first column."));
}

void form_organisation(struct form_book *book)
{
    const char *const headers[] = {"", form_label(FORM_LABEL_ASKED, book->language), NULL,
        form_label(FORM_LABEL_EXPLAINED, book->language)};
    struct head_rows sheet = {.book = book, .row = FORM_HEADER_ROW + 1};
    put_who(&sheet);
    put_when(&sheet);
    put_participants(&sheet);
    put_background(&sheet);
    put_approval(&sheet);
    put_covers(&sheet);
    (void)form_head(book, FORM_ORGANISATION, headers, sizeof headers / sizeof headers[0]);
    form_print(book, FORM_ORGANISATION, sheet.row - 1, EXPLAINED);
}
