#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_scored.h"
#include "fixture_text.h"

#include <stdlib.h>
#include <string.h>

void scored_read(struct scored *scored, const char *path, const char *from, const char *to)
{
    struct error err;
    char *text = fixture_read(path);
    error_init(&err, NULL);
    *scored = (struct scored){.answers = calloc(1, sizeof *scored->answers)};
    assert_non_null(scored->answers);
    if (from != NULL) {
        char *changed = fixture_replace(text, from, to);
        free(text);
        text = changed;
    }
    findings_init(&scored->findings, NULL);
    assert_int_equal(edition_builtin("infosakkollen-2021", &scored->edition, &err), STATUS_OK);
    assert_int_equal(answers_parse(scored->edition, text, strlen(text), path, scored->answers,
                         &scored->findings, &err),
        STATUS_OK);
    score_compute(&scored->edition->model, &scored->answers->set, &scored->score);
    free(text);
}

void scored_free(struct scored *scored)
{
    edition_free(scored->edition);
    findings_free(&scored->findings);
    free(scored->answers);
}

struct compare_side scored_side(const struct scored *scored)
{
    return (struct compare_side){&scored->answers->set, &scored->score};
}
