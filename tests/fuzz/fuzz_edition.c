/* An edition's file: what is accepted can be answered and scored. */
#include "format/draft.h"
#include "scoring/gap.h"
#include "scoring/score.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static void use(const struct edition *edition)
{
    struct buffer template = {0};
    struct findings findings;
    struct score score;
    struct gap gap;
    struct answers *answers = calloc(1, sizeof *answers);
    fuzz_require(answers != NULL);
    findings_init(&findings, NULL);
    json_t *draft = draft_new(edition);
    fuzz_require(draft_print(edition, draft, NULL, &template, NULL) == STATUS_OK);
    if (template.length <= ANSWERS_LENGTH_MAX) {
        fuzz_require(answers_parse(edition, template.data, template.length, "template", answers,
                         &findings, NULL) == STATUS_OK);
        score_compute(&edition->model, &answers->set, &score);
        for (unsigned level = 1; level <= edition->model.levels; level++)
            (void)gap_find(&edition->model, &score, level, &gap);
    }
    findings_free(&findings);
    json_decref(draft);
    buffer_free(&template);
    free(answers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edition *edition = NULL;
    if (edition_load(data, size, "input", &edition, NULL) == STATUS_OK)
        use(edition);
    edition_free(edition);
    return 0;
}
