/* Rows of a form in which something is typed. */
#include "base/memory.h"
#include "base/text.h"
#include "report/form_workbook_parts.h"
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
        workbook_library_keep(
            &book->failure, worksheet_data_validation_cell(
                                book->page[input->page], input->row, FORM_COLUMN_AT_ANSWER, &rule));
        free(formula);
        rule.validate = LXW_VALIDATION_TYPE_NONE;
    }
    if (rule.validate != LXW_VALIDATION_TYPE_NONE)
        workbook_library_keep(
            &book->failure, worksheet_data_validation_cell(
                                book->page[input->page], input->row, FORM_COLUMN_AT_ANSWER, &rule));
    free(title);
    free(message);
}

void form_input(struct form_book *book, const struct form_input *input)
{
    char key[FORM_KEY_SIZE];
    char *value = form_value(book, input->key);
    form_key_format(input->key, key);
    form_text(book, input->page, input->row, FORM_COLUMN_AT_KEY, FORM_FORMAT_KEY, key);
    form_text(book, input->page, input->row, FORM_COLUMN_AT_ANSWER, FORM_FORMAT_INPUT, value);
    if (input->choice != FORM_CHOICE_ANY || input->message != NULL)
        allow(book, input);
    free(value);
}
