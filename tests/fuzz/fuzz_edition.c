/* An edition's file: what is accepted can be answered and scored, and what it says of an edition
 * that it follows is held against that one. */
#include "format/draft.h"
#include "format/editions.h"
#include "format/succession.h"
#include "scoring/gap.h"
#include "scoring/score.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static uint32_t options_of(const struct model *model, unsigned place)
{
    return model->question[place].options < 32 ? (UINT32_C(1) << model->question[place].options) - 1
                                               : UINT32_MAX;
}

static void judge_succession(const struct succession *since)
{
    for (unsigned i = 0; i < since->to->model.questions; i++) {
        struct answer answer;
        uint32_t before = succession_continued(since, i);
        uint32_t now = succession_continuing(since, i);
        if (since->question[i].kind == SUCCESSION_NEW)
            continue;
        fuzz_require(since->question[i].from < since->from->model.questions);
        fuzz_require((before & ~options_of(&since->from->model, since->question[i].from)) == 0);
        fuzz_require((now & ~options_of(&since->to->model, i)) == 0);
        fuzz_require(succession_carried(since, i, before) == now);
        (void)succession_carry(since, i, &(struct answer){.yes = true, .step = 1}, &answer);
    }
}

/* The built-in ones are what most files say that they follow. */
static void follow(const struct edition *edition)
{
    static struct editions known;
    struct succession *since = calloc(1, sizeof *since);
    fuzz_require(since != NULL);
    fuzz_require(known.count > 0 || editions_load(NULL, &known, NULL) == STATUS_OK);
    for (size_t i = 0; i < known.count; i++) {
        if (succession_between(&known, known.edition[i], edition, since, NULL) == STATUS_OK)
            judge_succession(since);
    }
    free(since);
}

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
    if (edition != NULL)
        follow(edition);
    edition_free(edition);
    return 0;
}
