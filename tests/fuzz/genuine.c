/* One submission, made by the very functions that `seal` uses. */
#include "base/file.h"
#include "crypto/minisign.h"
#include "format/frame.h"
#include "format/payload.h"
#include "format/signed_answers.h"
#include "format/ustar.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void make_answers(struct fuzz_genuine *made)
{
    struct buffer text = {0};
    struct findings findings;
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    const struct edition *edition = fuzz_edition();
    made->answers = calloc(1, sizeof *made->answers);
    fuzz_require(made->answers != NULL);
    findings_init(&findings, NULL);
    fuzz_require(file_read("tests/data/typical-municipality.json", ANSWERS_LENGTH_MAX, &text,
                     NULL) == STATUS_OK);
    fuzz_require(answers_parse(edition, text.data, text.length, "answers", made->answers, &findings,
                     NULL) == STATUS_OK);
    fuzz_require(findings.errors == 0);
    (void)snprintf(made->answers->organisation.number, sizeof made->answers->organisation.number,
        "%s", fuzz_municipality()->card.number);
    fuzz_require(answers_encode(edition, made->answers, &made->json, NULL) == STATUS_OK);
    signed_answers_comment(comment, made->answers->organisation.number);
    fuzz_require(minisign_sign(fuzz_municipality()->secrets.sign, made->json.data,
                     made->json.length, comment, &made->signature, NULL) == STATUS_OK);
    findings_free(&findings);
    buffer_free(&text);
}

static void make_manifest(struct fuzz_genuine *made)
{
    const struct fuzz_party *sender = fuzz_municipality();
    struct manifest *manifest = calloc(1, sizeof *manifest);
    fuzz_require(manifest != NULL);
    memset(manifest->id, 0xA5, sizeof manifest->id);
    manifest->created = INT64_C(1795300000);
    (void)snprintf(manifest->marking, sizeof manifest->marking, "%s", made->answers->marking);
    (void)snprintf(manifest->sender.name, sizeof manifest->sender.name, "%s", sender->card.name);
    (void)snprintf(
        manifest->sender.number, sizeof manifest->sender.number, "%s", sender->card.number);
    (void)snprintf(manifest->sender.group, sizeof manifest->sender.group, "%s", sender->card.group);
    memcpy(manifest->sender.fingerprint, sender->fingerprint.bytes, FINGERPRINT_SIZE);
    manifest->recipients = 1;
    memcpy(manifest->recipient[0], fuzz_authority()->fingerprint.bytes, FINGERPRINT_SIZE);
    (void)snprintf(manifest->edition, sizeof manifest->edition, "%s", fuzz_edition()->id);
    memcpy(manifest->edition_digest, fuzz_edition()->digest, EDITION_DIGEST_SIZE);
    signed_answers_result(fuzz_edition(), made->answers, &manifest->result);
    made->manifest = manifest;
}

static enum status take_payload(
    void *context, size_t hand, const uint8_t *bytes, size_t length, struct error *err)
{
    (void)hand;
    (void)err;
    buffer_append(context, bytes, length);
    return STATUS_OK;
}

static enum status finish_payload(void *context, size_t hand, struct error *err)
{
    (void)context;
    (void)hand;
    (void)err;
    return STATUS_OK;
}

static void make_payload(struct fuzz_genuine *made)
{
    struct cursor cursors[] = {
        {made->json.data, made->json.length, 0}, {made->signature.data, made->signature.length, 0}};
    struct payload_member members[] = {
        {source_from_bytes(&cursors[0]), made->json.length, "answers.json"},
        {source_from_bytes(&cursors[1]), made->signature.length, "answers.json.minisig"}};
    struct payload_output output = {1, take_payload, finish_payload, &made->payload};
    fuzz_require(payload_write(members, 2, &output, NULL, made->manifest, NULL) == STATUS_OK);
}

static void sign_manifest(struct fuzz_genuine *made)
{
    char comment[MANIFEST_COMMENT_SIZE];
    manifest_comment(comment, made->manifest);
    fuzz_require(manifest_encode(made->manifest, &made->manifest_json, NULL) == STATUS_OK);
    fuzz_require(
        minisign_sign(fuzz_municipality()->secrets.sign, made->manifest_json.data,
            made->manifest_json.length, comment, &made->manifest_signature, NULL) == STATUS_OK);
}

static void add_zeros(struct buffer *out, size_t length)
{
    uint8_t *place = buffer_reserve(out, length);
    fuzz_require(place != NULL || length == 0);
    if (length > 0)
        memset(place, 0, length);
    out->length += length;
}

static void add_member(struct buffer *out, const char *name, const struct buffer *content)
{
    uint8_t header[USTAR_BLOCK];
    ustar_header(header, name, content->length);
    buffer_append(out, header, sizeof header);
    buffer_append(out, content->data, content->length);
    add_zeros(out, (size_t)ustar_padding(content->length));
}

static void make_frame(struct fuzz_genuine *made)
{
    struct frame_layout layout = frame_layout(
        made->payload.length, made->manifest_json.length, made->manifest_signature.length);
    add_member(&made->frame, FRAME_PAYLOAD, &made->payload);
    add_member(&made->frame, FRAME_MANIFEST, &made->manifest_json);
    add_member(&made->frame, FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, &made->manifest_signature);
    add_zeros(&made->frame, (size_t)layout.total - made->frame.length);
}

const struct fuzz_genuine *fuzz_genuine(void)
{
    static struct fuzz_genuine made;
    if (made.answers == NULL) {
        make_answers(&made);
        make_manifest(&made);
        make_payload(&made);
        sign_manifest(&made);
        make_frame(&made);
    }
    return &made;
}
