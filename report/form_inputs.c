/* Rows of a form in which something is typed. */
#include "base/memory.h"
#include "base/text.h"
#include "format/question_form.h"
#include "report/form_workbook_parts.h"
#include "report/question_hint.h"
#include "report/workbook_library.h"

#include <stdlib.h>
#include <string.h>

/* The most characters that a spreadsheet shows when a cell is entered. */
enum { TITLE_MOST = 32, MESSAGE_MOST = 255 };

const char *form_yes(const struct form_book *book)
{
    return tr(book->catalog, "yes");
}

/* At most so many characters of a text; what is cut off ends in an ellipsis. The caller frees it.
 */
static char *cut_to(const char *text, size_t most)
{
    size_t characters = 0;
    size_t kept = 0; /* bytes of the first most - 1 */
    size_t length = strlen(text);
    for (size_t at = 0; at < length; characters++) {
        uint32_t code;
        size_t step = text_code(text + at, length - at, &code);
        if (characters == most - 1)
            kept = at;
        at += step == 0 ? 1 : step;
    }
    return characters <= most ? memory_text(text) : memory_printf("%.*s…", (int)kept, text);
}

static void keep_rule(
    struct form_book *book, const struct form_input *input, lxw_data_validation *rule)
{
    workbook_library_keep(&book->failure, worksheet_data_validation_cell(book->page[input->page],
                                              input->row, FORM_COLUMN_AT_ANSWER, rule));
}

/* A number or a day between two, days as a spreadsheet counts them. */
static void allow_value(
    struct form_book *book, const struct form_input *input, lxw_data_validation *rule)
{
    const struct model_question *question = &book->edition->model.question[input->place];
    bool day = question_traits(question)->day;
    struct buffer hint = {0};
    question_hint(&hint, book->catalog, book->edition, input->place);
    char *message = cut_to(buffer_string(&hint), MESSAGE_MOST);
    rule->validate = day ? LXW_VALIDATION_TYPE_DATE_NUMBER : LXW_VALIDATION_TYPE_INTEGER;
    rule->criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    rule->minimum_number = form_day_or_number(question, question->least);
    rule->maximum_number = form_day_or_number(question, question->most);
    rule->input_message = rule->error_message = message;
    rule->error_title = workbook_library_lent(tr(book->catalog, "That does not fit here"));
    keep_rule(book, input, rule);
    free(message);
    buffer_free(&hint);
}

static void allow(struct form_book *book, const struct form_input *input)
{
    char *yes[] = {workbook_library_lent(form_yes(book)), NULL};
    char *consent[] = {workbook_library_lent(EDITION_CONSENT_YES),
        workbook_library_lent(EDITION_CONSENT_NO), NULL};
    char *title = input->title == NULL ? NULL : cut_to(input->title, TITLE_MOST);
    char *message = input->message == NULL ? NULL : cut_to(input->message, MESSAGE_MOST);
    struct form_ref range;
    lxw_data_validation rule = {
        .validate = LXW_VALIDATION_TYPE_ANY,
        .input_title = title,
        .input_message = message,
        .error_title = workbook_library_lent(tr(book->catalog, "Choose from the list")),
        .error_message = workbook_library_lent(tr(book->catalog,
            "Only what stands in the list can be read. Clear the cell to take the answer back.")),
    };
    if (input->choice == FORM_CHOICE_YES || input->choice == FORM_CHOICE_CONSENT) {
        rule.validate = LXW_VALIDATION_TYPE_LIST;
        rule.value_list = input->choice == FORM_CHOICE_YES ? yes : consent;
    } else if (input->choice == FORM_CHOICE_LIST) {
        range = form_list_range(book, input->list, FORM_LIST_TEXTS);
        char *formula = memory_printf("=%s", range.text);
        rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        rule.value_formula = formula;
        keep_rule(book, input, &rule);
        free(formula);
    } else if (input->choice == FORM_CHOICE_VALUE) {
        allow_value(book, input, &rule);
    }
    if (input->choice != FORM_CHOICE_LIST && input->choice != FORM_CHOICE_VALUE)
        keep_rule(book, input, &rule);
    free(title);
    free(message);
}

double form_day_or_number(const struct model_question *question, uint32_t value)
{
    enum { SERIAL_OF_1970 = 25569 }; /* counted from 1899-12-30 (ISO/IEC 29500-1, 18.17.4) */
    return (double)value + (question_traits(question)->day ? SERIAL_OF_1970 : 0);
}

/* What is none of the values that the question takes stands there as it was written. */
static void put_value(struct form_book *book, const struct form_input *input, const char *text)
{
    const struct model_question *question = &book->edition->model.question[input->place];
    enum form_format format =
        question_traits(question)->day ? FORM_FORMAT_INPUT_DAY : FORM_FORMAT_INPUT_NUMBER;
    uint32_t value;
    if (question_form_typed_value(question, text, &value))
        form_number(book, input->page, input->row, FORM_COLUMN_AT_ANSWER, format,
            form_day_or_number(question, value));
    else
        form_text(book, input->page, input->row, FORM_COLUMN_AT_ANSWER, format, text);
}

void form_input(struct form_book *book, const struct form_input *input)
{
    char key[FORM_KEY_SIZE];
    char *value = form_value(book, input->key);
    form_key_format(input->key, key);
    form_text(book, input->page, input->row, FORM_COLUMN_AT_KEY, FORM_FORMAT_KEY, key);
    if (input->choice == FORM_CHOICE_VALUE)
        put_value(book, input, value);
    else
        form_text(book, input->page, input->row, FORM_COLUMN_AT_ANSWER, FORM_FORMAT_INPUT, value);
    if (input->choice != FORM_CHOICE_ANY || input->message != NULL)
        allow(book, input);
    free(value);
}
