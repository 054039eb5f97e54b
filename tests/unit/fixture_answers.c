#include "fixture_answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fixture_text.h"

static const char small_path[] = "tests/data/small-answers.json";

static struct edition *load_small_edition(void)
{
    struct error err;
    struct edition *edition;
    char *text = fixture_read("tests/data/small-edition.json");
    error_init(&err, NULL);
    assert_int_equal(edition_load(text, strlen(text), "edition", &edition, &err), STATUS_OK);
    free(text);
    return edition;
}

struct answers *new_answers(void)
{
    struct answers *answers = malloc(sizeof *answers);
    assert_non_null(answers);
    memset(answers, 0xAA, sizeof *answers);
    return answers;
}

int small_set_up(void **state)
{
    struct error err;
    struct small *small = calloc(1, sizeof *small);
    assert_non_null(small);
    small->edition = load_small_edition();
    small->text = fixture_read(small_path);
    small->answers = new_answers();
    error_init(&err, NULL);
    findings_init(&small->findings, NULL);
    assert_int_equal(answers_parse(small->edition, small->text, strlen(small->text), "svar.json",
                         small->answers, &small->findings, &err),
        STATUS_OK);
    *state = small;
    return 0;
}

int small_tear_down(void **state)
{
    struct small *small = *state;
    findings_free(&small->findings);
    edition_free(small->edition);
    free(small->answers);
    free(small->text);
    free(small);
    return 0;
}
