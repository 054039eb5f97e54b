#include "fixture_form_cells.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

void filled_form_make(struct filled_form *filled, const struct edition *edition,
    const struct form_typed *typed, size_t count)
{
    struct error err;
    enum sheet_fault why = SHEET_GOOD;
    error_init(&err, NULL);
    *filled = (struct filled_form){.cells = SHEET_CELLS_NONE};
    for (size_t i = 0; i < count; i++) {
        struct sheet_record record = {(uint32_t)typed[i].kind, typed[i].row, typed[i].column,
            (uint32_t)strlen(typed[i].text), 0};
        if (sheet_cells_add(&filled->cells, &record, typed[i].text, &why) != STATUS_OK)
            fail_msg("cell %zu: fault %d", i, (int)why);
    }
    findings_init(&filled->findings, NULL);
    if (form_cells_find(&filled->cells, "form.xlsx", &filled->form, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    if (edition != NULL)
        filled->draft = form_cells_draft(&filled->form, edition, &filled->findings);
}

void filled_form_free(struct filled_form *filled)
{
    json_decref(filled->draft);
    findings_free(&filled->findings);
    form_cells_free(&filled->form);
    sheet_cells_free(&filled->cells);
}

void expect_in_draft(const struct filled_form *filled, const char *path, const char *json)
{
    char *names = strdup(path), *rest = NULL;
    json_t *value = filled->draft;
    assert_non_null(names);
    for (char *name = strtok_r(names, ".", &rest); name != NULL; name = strtok_r(NULL, ".", &rest))
        value = json_object_get(value, name);
    char *found = value == NULL ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    if ((found == NULL) != (json == NULL) || (found != NULL && strcmp(found, json) != 0))
        fail_msg("%s is %s", path, found == NULL ? "not there" : found);
    free(found);
    free(names);
}

void expect_found(const struct findings *findings, size_t index, const char *place,
    enum finding_severity severity, unsigned question, const char *code, const char *words)
{
    assert_true(index < findings->count);
    const struct finding *found = &findings->list[index];
    if (strstr(found->text, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", found->text, words);
    assert_string_equal(found->place == NULL ? "" : found->place, place == NULL ? "" : place);
    assert_string_equal(found->code, code);
    assert_int_equal(found->severity, severity);
    assert_int_equal(found->question, question);
}
