/* Answers as people write them: read, scored, and, if they have no error, sealed and read again.
 * Each input is read for the built-in edition and for one with questions of every kind. */
#include "scoring/gap.h"
#include "scoring/score.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void seal(
    const struct edition *edition, const struct answers *answers, struct answers *again)
{
    struct buffer json = {0};
    struct buffer second = {0};
    struct error err;
    error_init(&err, NULL);
    enum status status = answers_encode(edition, answers, &json, &err);
    if (status == STATUS_OK && json.length <= ANSWERS_LENGTH_MAX) {
        fuzz_require(
            answers_parse_canonical(edition, json.data, json.length, again, &err) == STATUS_OK);
        fuzz_require(answers_encode(edition, again, &second, NULL) == STATUS_OK);
        fuzz_require(fuzz_same(&second, json.data, json.length));
        fuzz_require(memcmp(answers, again, sizeof *answers) == 0);
    }
    fuzz_require(status == STATUS_OK || err.reason == REASON_INVALID_ANSWERS ||
                 err.reason == REASON_TOO_LARGE);
    buffer_free(&json);
    buffer_free(&second);
}

static void read_for(const struct edition *edition, const uint8_t *data, size_t size)
{
    struct answers *answers = calloc(2, sizeof *answers);
    struct findings findings;
    struct score score;
    struct gap gap;
    fuzz_require(answers != NULL);
    findings_init(&findings, NULL);
    if (answers_parse(edition, data, size, "input", answers, &findings, NULL) == STATUS_OK) {
        score_compute(&edition->model, &answers->set, &score);
        fuzz_require(score.points <= edition->points && score.level <= edition->model.levels);
        for (unsigned level = 1; level <= edition->model.levels; level++)
            fuzz_require(gap_find(&edition->model, &score, level, &gap));
        if (findings.errors == 0)
            seal(edition, answers, answers + 1);
    }
    findings_free(&findings);
    free(answers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char id[EDITION_WORD_SIZE];
    json_t *document = NULL;
    if (answers_read(data, size, "input", &document, NULL) == STATUS_OK)
        fuzz_ignore(answers_named_edition(document, "input", id, NULL));
    json_decref(document);
    read_for(fuzz_edition(), data, size);
    read_for(fuzz_edition_of_every_kind(), data, size);
    return 0;
}
