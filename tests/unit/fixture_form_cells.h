/* Cells of a form as they are typed in a test, and what is found in them. */
#ifndef TESTS_UNIT_FIXTURE_FORM_CELLS_H
#define TESTS_UNIT_FIXTURE_FORM_CELLS_H

#include "format/edition.h"
#include "format/form_cells.h"

#include <stddef.h>
#include <stdint.h>

struct form_typed {
    enum sheet_kind kind;
    uint32_t row, column;
    const char *text;
};

struct filled_form {
    struct sheet_cells cells;
    struct form_cells form;
    struct findings findings; /* of the draft */
    json_t *draft;            /* NULL without an edition */
};

/* The form of these cells, and its draft; fails the test if it is none. */
void filled_form_make(struct filled_form *filled, const struct edition *edition,
    const struct form_typed *typed, size_t count);
void filled_form_free(struct filled_form *filled);

/* The draft's member at a path such as "answers.3.yes" is that, as JSON without space; NULL for one
 * that is not there. */
void expect_in_draft(const struct filled_form *filled, const char *path, const char *json);

/* The finding is the one that is described; place NULL: none. words: within its sentence. */
void expect_found(const struct findings *findings, size_t index, const char *place,
    enum finding_severity severity, unsigned question, const char *code, const char *words);

#endif
