#include "format/signed_answers.h"

#include "base/text.h"
#include "crypto/minisign.h"
#include "scoring/score.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

void signed_answers_comment(char comment[SIGNED_ANSWERS_COMMENT_SIZE], const char *number)
{
    (void)snprintf(comment, SIGNED_ANSWERS_COMMENT_SIZE, "sigill-answers/1 %s", number);
}

enum status signed_answers_verify(const struct minisign_public *key, const char *number,
    const struct buffer *json, const struct buffer *signature, struct error *err)
{
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    signed_answers_comment(comment, number);
    return minisign_document_verify(
        key, json->data, json->length, comment, signature->data, signature->length, err);
}

void signed_answers_result(
    const struct edition *edition, const struct answers *answers, struct manifest_result *result)
{
    struct score score;
    score_compute(&edition->model, &answers->set, &score);
    *result = (struct manifest_result){
        .level = (uint16_t)score.level,
        .points = (uint16_t)score.points,
        .measures = (uint16_t)score.measures,
        .areas = edition->model.areas,
    };
    for (size_t i = 0; i < edition->model.areas; i++) {
        struct manifest_area *area = &result->area[i];
        text_copy(area->id, sizeof area->id, edition->area[i].id);
        area->level = (uint16_t)score.area[i].level;
        area->points = (uint16_t)score.area[i].points;
    }
}

void signed_answers_manifest(struct manifest *manifest, enum manifest_type type, int64_t created,
    const struct signed_answers_parties *parties, const struct edition *edition,
    const struct answers *answers)
{
    struct manifest_sender *sender = &manifest->sender;
    manifest->type = (uint8_t)type;
    randombytes_buf(manifest->id, MANIFEST_ID_SIZE);
    manifest->created = created;
    text_copy(manifest->marking, sizeof manifest->marking, answers->marking);
    text_copy(sender->name, sizeof sender->name, parties->own->name);
    text_copy(sender->number, sizeof sender->number, parties->own->number);
    text_copy(sender->group, sizeof sender->group, parties->own->group);
    memcpy(sender->fingerprint, parties->own_fingerprint->bytes, FINGERPRINT_SIZE);
    manifest->recipients = 1;
    memcpy(manifest->recipient[0], parties->recipient->bytes, FINGERPRINT_SIZE);
    text_copy(manifest->edition, sizeof manifest->edition, edition->id);
    memcpy(manifest->edition_digest, edition->digest, EDITION_DIGEST_SIZE);
    signed_answers_result(edition, answers, &manifest->result);
}
