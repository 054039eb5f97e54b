#include "tests/fuzz/fuzz.h"

#include "base/system/sealed_memory.h"
#include "crypto/minisign.h"
#include "crypto/secret.h"
#include "format/frame.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    json_start();
    fuzz_require(secret_start(NULL) == STATUS_OK);
    return 0;
}

void fuzz_require(bool holds)
{
    if (!holds)
        abort();
}

void fuzz_ignore(enum status status)
{
    (void)status;
}

bool fuzz_same(const struct buffer *buffer, const void *bytes, size_t length)
{
    return buffer->length == length && (length == 0 || memcmp(buffer->data, bytes, length) == 0);
}

int fuzz_file(const void *bytes, size_t length)
{
    int fd = sealed_memory_begin("input");
    fuzz_require(fd >= 0);
    fuzz_require(pwrite(fd, bytes, length, 0) == (ssize_t)length);
    return fd;
}

static void load(struct fuzz_party *party, const char *path)
{
    fuzz_require(keydir_load(path, &party->dir, NULL) == STATUS_OK);
    fuzz_require(keydir_unlock(&party->dir, NULL, &party->secrets, NULL) == STATUS_OK);
    fuzz_require(
        keydir_own_card(&party->dir, &party->card, &party->fingerprint, NULL) == STATUS_OK);
}

const struct fuzz_party *fuzz_municipality(void)
{
    static struct fuzz_party party;
    if (party.dir.path == NULL)
        load(&party, "keys-example/ankeborg");
    return &party;
}

const struct fuzz_party *fuzz_authority(void)
{
    static struct fuzz_party party;
    if (party.dir.path == NULL)
        load(&party, "keys-example/msb");
    return &party;
}

void fuzz_document(
    const char *name, const uint8_t *json, size_t length, const char *comment, struct buffer *frame)
{
    struct buffer signature = {0};
    fuzz_require(minisign_sign(fuzz_authority()->secrets.sign, json, length, comment, &signature,
                     NULL) == STATUS_OK);
    frame_document_build(name, json, length, signature.data, signature.length, frame);
    buffer_free(&signature);
}

const struct edition *fuzz_edition(void)
{
    static struct edition *edition;
    if (edition == NULL)
        fuzz_require(edition_builtin("infosakkollen-2021", &edition, NULL) == STATUS_OK);
    return edition;
}

const struct edition *fuzz_edition_of_every_kind(void)
{
    static struct edition *edition;
    if (edition == NULL)
        fuzz_require(
            edition_load_file("tests/data/every-kind-edition.json", &edition, NULL) == STATUS_OK);
    return edition;
}
