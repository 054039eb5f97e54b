/* age on the command line, for tests only: it shows crypto/ to other implementations.
 *
 *   age_tool encrypt [-a] (-r RECIPIENT | -R FILE | -p FILE [-w WORK])...  < plain > sealed
 *   age_tool decrypt [-a] [-w LIMIT] (-i FILE | -p FILE)...                < sealed > plain
 *   age_tool keygen [hybrid | x25519]                                      > identity
 *   age_tool recipient                                                     < identity > recipient
 *
 * -a: armor. -i: a file of identities. -p: a file that is a passphrase, every byte of it. A failure
 * is told on standard error and by the exit status, one for each class; see EXITS. */
#include "base/file.h"
#include "tests/unit/age_forms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEYS_MAX = 20, FILE_LIMIT = 1 << 20, EXIT_USAGE = 2, EXIT_OTHER = 3 };

static const struct {
    enum reason reason;
    int status;
} EXITS[] = {
    {REASON_BAD_HEADER, 11},
    {REASON_NO_MATCH, 12},
    {REASON_BAD_MAC, 13},
    {REASON_BAD_PAYLOAD, 14},
    {REASON_BAD_ARMOR, 15},
    {REASON_BAD_SYNTAX, 16},
    {REASON_BAD_VALUE, 17},
};

static int exit_of(enum status status, const struct error *err)
{
    if (status == STATUS_OK)
        return 0;
    (void)fprintf(stderr, "age_tool: %s: %s\n", reason_code(err->reason), err->text);
    for (size_t i = 0; i < sizeof EXITS / sizeof EXITS[0]; i++) {
        if (status == STATUS_REFUSED && err->reason == EXITS[i].reason)
            return EXITS[i].status;
    }
    return EXIT_OTHER;
}

static enum status write_out(void *context, const void *bytes, size_t length, struct error *err)
{
    if (fwrite(bytes, 1, length, context) != length)
        return error_system(err, "standard output: writing failed");
    return STATUS_OK;
}

struct wishes {
    struct age_recipients recipients;
    struct age_identities identities;
    enum age_form form;
    unsigned work;
};

static enum status add_passphrase(
    struct wishes *wishes, const struct buffer *text, struct error *err)
{
    struct age_recipient recipient;
    struct age_identity identity;
    enum status status =
        age_recipient_passphrase(&recipient, text->data, text->length, wishes->work, err);
    if (status != STATUS_OK)
        return status;
    age_recipients_add(&wishes->recipients, &recipient);
    status = age_identity_passphrase(&identity, text->data, text->length, wishes->work, err);
    if (status == STATUS_OK)
        age_identities_add(&wishes->identities, &identity);
    return status;
}

static enum status add_recipient(struct wishes *wishes, const char *text, struct error *err)
{
    struct age_recipient recipient;
    enum status status = age_recipient_parse(&recipient, text, strlen(text), err);
    if (status == STATUS_OK)
        age_recipients_add(&wishes->recipients, &recipient);
    return status;
}

static enum status add_identities(
    struct wishes *wishes, const struct buffer *text, struct error *err)
{
    struct age_identities more = {0};
    enum status status =
        age_identities_parse(&more, text->data, text->length, AGE_ANY_KEY, KEYS_MAX, err);
    for (size_t i = 0; status == STATUS_OK && i < more.count; i++)
        age_identities_add(&wishes->identities, &more.items[i]);
    age_identities_free(&more);
    return status;
}

static enum status take_option(
    struct wishes *wishes, int option, const char *value, struct error *err)
{
    struct buffer text = {0};
    enum status status = STATUS_OK;
    if (option == 'a')
        wishes->form = AGE_ARMORED;
    else if (option == 'w')
        wishes->work = (unsigned)strtoul(value, NULL, 10);
    else if (option == 'r')
        status = add_recipient(wishes, value, err);
    else
        status = file_read(value, FILE_LIMIT, &text, err);
    if (status == STATUS_OK && option == 'p')
        status = add_passphrase(wishes, &text, err);
    if (status == STATUS_OK && option == 'i')
        status = add_identities(wishes, &text, err);
    if (status == STATUS_OK && option == 'R')
        status = age_recipients_parse(
            &wishes->recipients, text.data, text.length, AGE_ANY_KEY, KEYS_MAX, err);
    buffer_wipe(&text);
    return status;
}

static enum status keygen(const char *kind)
{
    char text[AGE_IDENTITY_TEXT_SIZE];
    struct age_identity identity;
    bool classic = kind != NULL && strcmp(kind, "x25519") == 0;
    age_identity_generate(&identity, classic ? AGE_X25519 : AGE_HYBRID);
    age_identity_encode(&identity, text);
    age_identity_clear(&identity);
    (void)puts(text);
    return STATUS_OK;
}

static enum status show_recipients(const struct source *input, struct error *err)
{
    char bytes[65536];
    size_t got = 0;
    struct age_identities ids = {0};
    enum status status = source_fill(input, bytes, sizeof bytes, &got, err);
    if (status == STATUS_OK)
        status = age_identities_parse(&ids, bytes, got, AGE_ANY_KEY, KEYS_MAX, err);
    for (size_t i = 0; status == STATUS_OK && i < ids.count; i++) {
        struct age_recipient recipient;
        char text[AGE_RECIPIENT_TEXT_SIZE];
        age_identity_recipient(&ids.items[i], &recipient);
        age_recipient_encode(&recipient, text);
        (void)puts(text);
    }
    age_identities_free(&ids);
    return status;
}

static enum status run(
    const char *command, const struct wishes *wishes, const char *operand, struct error *err)
{
    struct descriptor in = {.fd = STDIN_FILENO, .name = "standard input"};
    struct source source = source_from_descriptor(&in);
    struct sink sink = {.write = write_out, .context = stdout};
    if (strcmp(command, "encrypt") == 0)
        return age_encrypt_as(wishes->form, &wishes->recipients, source, sink, err);
    if (strcmp(command, "decrypt") == 0)
        return age_decrypt_as(wishes->form, &wishes->identities, source, sink, err);
    if (strcmp(command, "keygen") == 0)
        return keygen(operand);
    if (strcmp(command, "recipient") == 0)
        return show_recipients(&source, err);
    return error_set(err, STATUS_USAGE, REASON_BAD_VALUE, "unknown command %s", command);
}

int main(int argc, char **argv)
{
    struct error err;
    struct wishes wishes = {.work = AGE_SCRYPT_WORK_LIMIT};
    error_init(&err, NULL);
    if (argc < 2)
        return EXIT_USAGE;
    if (strcmp(argv[1], "encrypt") == 0)
        wishes.work = AGE_SCRYPT_WORK;
    enum status status = secret_start(&err);
    int option = 0;
    while (status == STATUS_OK && (option = getopt(argc - 1, argv + 1, "ai:p:r:R:w:")) != -1)
        status = option == '?' ? error_set(&err, STATUS_USAGE, REASON_BAD_VALUE, "wrong option")
                               : take_option(&wishes, option, optarg, &err);
    if (status == STATUS_OK)
        status = run(argv[1], &wishes, optind + 1 < argc ? argv[optind + 1] : NULL, &err);
    age_recipients_free(&wishes.recipients);
    age_identities_free(&wishes.identities);
    if (fflush(stdout) != 0 && status == STATUS_OK)
        status = error_system(&err, "standard output: writing failed");
    return exit_of(status, &err);
}
