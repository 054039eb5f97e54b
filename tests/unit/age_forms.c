#include "age_forms.h"

#include "age_armor.h"

/* Enough to see whether a file begins as armor. */
enum { FIRST_SIZE = AGE_ARMOR_SPACE_MAX + sizeof AGE_ARMOR_BEGIN };

/* The first bytes of a file, which were looked at, then the rest of it. */
struct begun {
    uint8_t first[FIRST_SIZE];
    struct cursor ahead;
    struct source rest;
};

static enum status read_begun(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct begun *begun = context;
    if (begun->ahead.position == begun->ahead.length)
        return begun->rest.read(begun->rest.context, bytes, size, got, err);
    struct source ahead = source_from_bytes(&begun->ahead);
    return ahead.read(ahead.context, bytes, size, got, err);
}

static enum status copy_all(const struct source *from, const struct sink *to, struct error *err)
{
    uint8_t part[4096];
    size_t got = 0;
    do {
        TRY(from->read(from->context, part, sizeof part, &got, err));
        TRY(sink_write(to, part, got, err));
    } while (got != 0);
    return STATUS_OK;
}

static enum status decrypt_binary(const struct age_identities *ids, struct source sealed,
    const struct sink *plain, struct error *err)
{
    struct age_file *file = NULL;
    TRY(age_file_open(ids, sealed, &file, err));
    struct source content = source_from_age_file(file);
    enum status status = copy_all(&content, plain, err);
    age_file_close(file);
    return status;
}

enum status age_decrypt_as(enum age_form form, const struct age_identities *ids,
    struct source sealed, struct sink plain, struct error *err)
{
    struct begun begun = {.rest = sealed};
    size_t got = 0;
    TRY(source_fill(&sealed, begun.first, sizeof begun.first, &got, err));
    begun.ahead = (struct cursor){.bytes = begun.first, .length = got};
    struct source whole = {.read = read_begun, .context = &begun};
    if (form == AGE_BINARY || (form == AGE_ANY_FORM && !age_armor_begins(begun.first, got)))
        return decrypt_binary(ids, whole, &plain, err);
    struct age_armor_reader *armor = age_armor_reader_open(whole);
    enum status status = decrypt_binary(ids, source_from_age_armor(armor), &plain, err);
    age_armor_reader_close(armor);
    return status;
}

enum status age_encrypt_as(enum age_form form, const struct age_recipients *recipients,
    struct source plain, struct sink sealed, struct error *err)
{
    if (form != AGE_ARMORED)
        return age_encrypt(recipients, plain, sealed, err);
    struct age_armor_writer armor;
    age_armor_writer_init(&armor, sealed);
    TRY(age_encrypt(recipients, plain, sink_to_age_armor(&armor), err));
    return age_armor_writer_finish(&armor, err);
}
