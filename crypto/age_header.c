#include "crypto/age_header.h"

#include "crypto/age_base64.h"
#include "crypto/age_hkdf.h"

#include <sodium.h>
#include <string.h>

_Static_assert(AGE_MAC_SIZE == crypto_auth_hmacsha256_BYTES, "HMAC-SHA-256");

/* c2sp.org/age, "ABNF definition of file header". */
enum { BODY_COLUMNS = 64, BODY_LINE_BYTES = 48, MAC_TEXT_LENGTH = 43 };
static const char STANZA_MARK[] = "-> ";
static const char MAC_MARK[] = "---";

struct scan {
    const uint8_t *bytes;
    size_t length;
    size_t at;
    bool truncated;
};

static enum status age_header_refuse(const struct scan *scan, struct error *err)
{
    if (scan->truncated)
        return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
            "the file ends within its header: it was cut; ask for it again");
    return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
        "the header is not as an age file's must be, at byte %zu; ask for the file again",
        scan->at);
}

/* The next line, without its end; false if the bytes end before it does. */
static bool take_line(struct scan *scan, struct age_view *line)
{
    const uint8_t *start = scan->bytes + scan->at;
    size_t left = scan->length - scan->at;
    const uint8_t *end = left == 0 ? NULL : memchr(start, '\n', left);
    if (end == NULL) {
        scan->truncated = true;
        return false;
    }
    *line = (struct age_view){.bytes = start, .length = (size_t)(end - start)};
    scan->at += line->length + 1;
    return true;
}

static bool age_header_starts_with(const struct age_view *line, const char *mark)
{
    size_t length = strlen(mark);
    return line->length >= length && memcmp(line->bytes, mark, length) == 0;
}

static bool take_version(struct scan *scan)
{
    size_t wanted = strlen(AGE_MAGIC);
    size_t there = scan->length < wanted ? scan->length : wanted;
    if (there != 0 && memcmp(scan->bytes, AGE_MAGIC, there) != 0)
        return false;
    scan->truncated = there < wanted;
    scan->at = there;
    return there == wanted;
}

/* Splits the line after "-> " at single spaces into visible ASCII arguments. */
static bool read_arguments(struct age_stanza *stanza, const struct age_view *line)
{
    size_t start = strlen(STANZA_MARK);
    size_t count = 0;
    for (size_t i = start; i <= line->length; i++) {
        if (i < line->length && line->bytes[i] != ' ') {
            if (line->bytes[i] < 0x21 || line->bytes[i] > 0x7e)
                return false;
            continue;
        }
        struct age_view argument = {.bytes = line->bytes + start, .length = i - start};
        if (argument.length == 0)
            return false;
        if (count == 0)
            stanza->type = argument;
        else if (count <= AGE_STANZA_ARGUMENTS)
            stanza->arguments[count - 1] = argument;
        count++;
        start = i + 1;
    }
    stanza->argument_count = count - 1;
    return true;
}

/* Full lines, then a shorter one, which may be empty. */
static bool take_body(struct scan *scan, struct age_stanza *stanza)
{
    size_t start = scan->at;
    struct age_view line;
    do {
        uint8_t bytes[BODY_LINE_BYTES];
        size_t mark = scan->at;
        if (!take_line(scan, &line))
            return false;
        size_t size = line.length * 3 / 4;
        if (line.length > BODY_COLUMNS || !age_base64_read(bytes, size, line.bytes, line.length)) {
            scan->at = mark;
            return false;
        }
        stanza->body_size += size;
    } while (line.length == BODY_COLUMNS);
    stanza->body = (struct age_view){.bytes = scan->bytes + start, .length = scan->at - 1 - start};
    return true;
}

static bool read_mac(struct age_header *header, const struct age_view *line)
{
    size_t mark = strlen(MAC_MARK);
    return line->length == mark + 1 + MAC_TEXT_LENGTH && line->bytes[mark] == ' ' &&
           age_base64_read(header->mac, AGE_MAC_SIZE, line->bytes + mark + 1, MAC_TEXT_LENGTH);
}

/* Reads one stanza, or the MAC line, which ends the header: *ended. */
static enum status take_section(
    struct scan *scan, struct age_header *header, bool *ended, struct error *err)
{
    size_t start = scan->at;
    struct age_view line;
    if (!take_line(scan, &line))
        return age_header_refuse(scan, err);
    *ended = age_header_starts_with(&line, MAC_MARK);
    if (*ended && header->count > 0 && read_mac(header, &line)) {
        header->signed_part =
            (struct age_view){.bytes = scan->bytes, .length = start + strlen(MAC_MARK)};
        return STATUS_OK;
    }
    if (!*ended && header->count == AGE_STANZAS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
            "the file is sealed to more than %d recipients; seal it to fewer", AGE_STANZAS_MAX);
    struct age_stanza *stanza = *ended ? NULL : &header->stanzas[header->count];
    if (stanza == NULL || !age_header_starts_with(&line, STANZA_MARK) ||
        !read_arguments(stanza, &line)) {
        scan->at = start;
        return age_header_refuse(scan, err);
    }
    if (!take_body(scan, stanza))
        return age_header_refuse(scan, err);
    header->count++;
    return STATUS_OK;
}

static enum status age_header_take_header(
    struct scan *scan, struct age_header *header, struct error *err)
{
    if (!take_version(scan))
        return scan->truncated
                   ? age_header_refuse(scan, err)
                   : error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
                         "this is no age file of version 1; name a file that was sealed");
    for (bool ended = false; !ended;)
        TRY(take_section(scan, header, &ended, err));
    return STATUS_OK;
}

enum status age_header_parse(
    const uint8_t *bytes, size_t length, struct age_header *header, struct error *err)
{
    struct scan scan = {.bytes = bytes, .length = length};
    *header = (struct age_header){0};
    enum status status = age_header_take_header(&scan, header, err);
    header->size = scan.at;
    header->truncated = scan.truncated;
    return status;
}

bool age_header_is_hybrid(const struct age_header *header)
{
    for (size_t i = 0; i < header->count; i++) {
        if (!age_stanza_is_for(&header->stanzas[i], AGE_HYBRID))
            return false;
    }
    return header->count > 0;
}

static enum status check_recipients(const struct age_recipients *recipients, struct error *err)
{
    if (recipients->count == 0 || recipients->count > AGE_STANZAS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "there are %zu recipients; name from 1 to %d", recipients->count, AGE_STANZAS_MAX);
    enum age_kind first = recipients->items[0].kind;
    for (size_t i = 1; i < recipients->count; i++) {
        if (recipients->items[i].kind != first)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "recipients of different kinds cannot be mixed, or the weakest would decide; "
                "name only age1pq1 keys");
    }
    if (first == AGE_PASSPHRASE && recipients->count > 1)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "a file can be sealed to one passphrase only; name one");
    return STATUS_OK;
}

static void header_mac_key(uint8_t key[AGE_HKDF_SIZE], const uint8_t file_key[AGE_FILE_KEY_SIZE])
{
    age_hkdf(key, file_key, AGE_FILE_KEY_SIZE, NULL, 0, "header");
}

static void append_mac(struct buffer *out, size_t start, const uint8_t file_key[AGE_FILE_KEY_SIZE])
{
    uint8_t key[AGE_HKDF_SIZE];
    uint8_t mac[AGE_MAC_SIZE];
    buffer_text(out, MAC_MARK);
    header_mac_key(key, file_key);
    crypto_auth_hmacsha256(mac, out->data + start, out->length - start, key);
    sodium_memzero(key, sizeof key);
    buffer_text(out, " ");
    age_base64_append(out, mac, sizeof mac);
    buffer_text(out, "\n");
}

enum status age_header_seal(const struct age_recipients *recipients,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct buffer *out, struct error *err)
{
    size_t start = out->length;
    TRY(check_recipients(recipients, err));
    buffer_text(out, AGE_MAGIC);
    for (size_t i = 0; i < recipients->count; i++) {
        enum status status = age_stanza_wrap(&recipients->items[i], file_key, out, err);
        if (status != STATUS_OK) {
            out->length = start;
            return status;
        }
    }
    append_mac(out, start, file_key);
    return STATUS_OK;
}

/* Everything that is known of the form before a secret is put to work. */
static enum status age_header_check_stanzas(
    const struct age_header *header, const struct age_identities *ids, struct error *err)
{
    for (size_t i = 0; i < header->count; i++) {
        const struct age_stanza *stanza = &header->stanzas[i];
        if (header->count > 1 && age_stanza_is_for(stanza, AGE_PASSPHRASE))
            return error_set(err, STATUS_REFUSED, REASON_BAD_HEADER,
                "the file is sealed to a passphrase and to someone else besides, which age "
                "forbids; ask for the file again");
        for (size_t j = 0; j < ids->count; j++)
            TRY(age_stanza_check(stanza, &ids->items[j], err));
    }
    return STATUS_OK;
}

/* Tries every identity on every stanza of its type. NO_MATCH goes on, all else ends the search. */
static enum status find_file_key(const struct age_header *header, const struct age_identities *ids,
    uint8_t file_key[AGE_FILE_KEY_SIZE], struct error *err)
{
    for (size_t i = 0; i < ids->count; i++) {
        for (size_t j = 0; j < header->count; j++) {
            struct error why = {.catalog = err == NULL ? NULL : err->catalog};
            const struct age_stanza *stanza = &header->stanzas[j];
            if (!age_stanza_is_for(stanza, ids->items[i].kind))
                continue;
            enum status status = age_stanza_unwrap(stanza, &ids->items[i], file_key, &why);
            if (status == STATUS_OK)
                return STATUS_OK;
            if (why.reason != REASON_NO_MATCH) {
                if (err != NULL)
                    *err = why;
                return status;
            }
        }
    }
    return error_set(err, STATUS_REFUSED, REASON_NO_MATCH,
        "none of the keys or passphrases here opens the file; it was sealed to another, or the "
        "passphrase is wrong");
}

enum status age_header_unwrap(const struct age_header *header, const struct age_identities *ids,
    uint8_t file_key[AGE_FILE_KEY_SIZE], struct error *err)
{
    sodium_memzero(file_key, AGE_FILE_KEY_SIZE);
    TRY(age_header_check_stanzas(header, ids, err));
    TRY(find_file_key(header, ids, file_key, err));
    uint8_t key[AGE_HKDF_SIZE];
    header_mac_key(key, file_key);
    int verified = crypto_auth_hmacsha256_verify(
        header->mac, header->signed_part.bytes, header->signed_part.length, key);
    sodium_memzero(key, sizeof key);
    if (verified == 0)
        return STATUS_OK;
    sodium_memzero(file_key, AGE_FILE_KEY_SIZE);
    return error_set(err, STATUS_REFUSED, REASON_BAD_MAC,
        "the header was changed after the file was sealed; ask for the file again");
}
