/* minisign on the command line, for tests only: it shows crypto/minisign to stock minisign.
 *
 *   minisign_tool keygen SECRET PUBLIC [PASSPHRASE]
 *   minisign_tool sign SECRET MESSAGE SIGNATURE TRUSTED [PASSPHRASE]
 *   minisign_tool verify PUBLIC MESSAGE SIGNATURE             any signature; prints its trusted
 * comment minisign_tool document PUBLIC MESSAGE SIGNATURE TRUSTED   only one in our profile
 *
 * All arguments but TRUSTED are files; PASSPHRASE is one that is a passphrase, every byte of it.
 * The exit status is the enum status; the reason is told on standard error. */
#include "base/file.h"
#include "crypto/minisign.h"
#include "tests/unit/minisign_stock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 1 << 24, VERB = 1, FIRST, SECOND, THIRD, FOURTH, FIFTH };

static enum status read_passphrase(const char *path, struct secret *passphrase, struct error *err)
{
    struct buffer content = {0};
    enum status status = file_read(path, FILE_LIMIT, &content, err);
    if (status == STATUS_OK)
        *passphrase = secret_copy(content.data, content.length);
    buffer_wipe(&content);
    return status;
}

static enum status keygen(char **argv, const struct secret *passphrase, struct error *err)
{
    struct minisign_secret *secret = minisign_key_generate();
    struct secret text = minisign_secret_write(secret, passphrase);
    struct buffer public = {0};
    enum status status = file_write(argv[FIRST], text.bytes, text.length, 0600, true, err);
    if (status == STATUS_OK) {
        minisign_public_write(minisign_key_public(secret), &public);
        status = file_write(argv[SECOND], public.data, public.length, 0644, true, err);
    }
    buffer_free(&public);
    secret_clear(&text);
    minisign_key_free(secret);
    return status;
}

static enum status sign(char **argv, const struct secret *passphrase, struct error *err)
{
    struct buffer key = {0};
    struct buffer message = {0};
    struct buffer signature = {0};
    struct minisign_secret *secret = NULL;
    enum status status = file_read(argv[FIRST], FILE_LIMIT, &key, err);
    if (status == STATUS_OK)
        status = file_read(argv[SECOND], FILE_LIMIT, &message, err);
    if (status == STATUS_OK)
        status = minisign_secret_read(key.data, key.length, passphrase, &secret, err);
    if (status == STATUS_OK)
        status = minisign_sign(secret, message.data, message.length, argv[FOURTH], &signature, err);
    if (status == STATUS_OK)
        status = file_write(argv[THIRD], signature.data, signature.length, 0644, true, err);
    minisign_key_free(secret);
    buffer_wipe(&key);
    buffer_free(&message);
    buffer_free(&signature);
    return status;
}

/* trusted: what the comment must be, for our profile; NULL for any signature. */
static enum status verify(char **argv, const char *trusted, struct error *err)
{
    struct buffer key = {0};
    struct buffer message = {0};
    struct buffer signature = {0};
    struct buffer comment = {0};
    struct minisign_public public;
    enum status status = file_read(argv[FIRST], FILE_LIMIT, &key, err);
    if (status == STATUS_OK)
        status = file_read(argv[SECOND], FILE_LIMIT, &message, err);
    if (status == STATUS_OK)
        status = file_read(argv[THIRD], FILE_LIMIT, &signature, err);
    if (status == STATUS_OK)
        status = minisign_public_read(key.data, key.length, &public, err);
    if (status == STATUS_OK && trusted != NULL)
        status = minisign_document_verify(
            &public, message.data, message.length, trusted, signature.data, signature.length, err);
    else if (status == STATUS_OK)
        status = minisign_stock_verify(
            &public, message.data, message.length, signature.data, signature.length, &comment, err);
    if (status == STATUS_OK && trusted == NULL)
        (void)puts(buffer_string(&comment));
    buffer_free(&key);
    buffer_free(&message);
    buffer_free(&signature);
    buffer_free(&comment);
    return status;
}

/* path: the passphrase's file; NULL, as argv ends, if none was given. */
static enum status with_passphrase(char **argv, const char *path,
    enum status (*act)(char **, const struct secret *, struct error *), struct error *err)
{
    struct secret passphrase = {0};
    if (path == NULL)
        return act(argv, NULL, err);
    enum status status = read_passphrase(path, &passphrase, err);
    if (status == STATUS_OK)
        status = act(argv, &passphrase, err);
    secret_clear(&passphrase);
    return status;
}

static enum status dispatch(int argc, char **argv, struct error *err)
{
    const char *verb = argc > VERB ? argv[VERB] : "";
    if (strcmp(verb, "keygen") == 0 && (argc == THIRD || argc == THIRD + 1))
        return with_passphrase(argv, argv[THIRD], keygen, err);
    if (strcmp(verb, "sign") == 0 && (argc == FIFTH || argc == FIFTH + 1))
        return with_passphrase(argv, argv[FIFTH], sign, err);
    if (strcmp(verb, "verify") == 0 && argc == FOURTH)
        return verify(argv, NULL, err);
    if (strcmp(verb, "document") == 0 && argc == FIFTH)
        return verify(argv, argv[FOURTH], err);
    return error_set(err, STATUS_USAGE, REASON_NONE, "wrong usage");
}

int main(int argc, char **argv)
{
    struct error err;
    error_init(&err, NULL);
    enum status status = secret_start(&err);
    if (status == STATUS_OK)
        status = dispatch(argc, argv, &err);
    if (status != STATUS_OK)
        (void)fprintf(stderr, "minisign_tool: %s: %s\n", reason_code(err.reason), err.text);
    return (int)status;
}
