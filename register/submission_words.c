/* The words by which the audit knows a submission or a refusal. */
#include "base/text.h"
#include "register/submissions.h"

#include <stdio.h>
#include <string.h>

/* Each returns where the text ends, which is within AUDIT_SUBJECT_SIZE: all fields are bounded. */
static char *put_word(char *end, const char *key, const char *value)
{
    return stpcpy(stpcpy(end, key), value);
}

static char *put_hex(char *end, const char *key, const void *bytes, size_t length)
{
    end = stpcpy(end, key);
    hex_encode(end, bytes, length);
    return end + 2 * length;
}

static char *put_digest(char *end, const char *key, const void *content, size_t length)
{
    struct fingerprint digest;
    fingerprint_of(&digest, content, length);
    return put_hex(end, key, digest.bytes, sizeof digest.bytes);
}

/* The day of arrival is last: no row that holds something else there has the words of another. */
static void put_rest(char *end, const struct submission *submission)
{
    *end = '\0';
    if (submission->reference[0] != '\0')
        end = put_digest(end, " reference=", submission->reference, strlen(submission->reference));
    if (submission->supersedes.count > 0)
        end = put_digest(end, " supersedes=", submission->supersedes.id,
            (size_t)submission->supersedes.count * MANIFEST_ID_SIZE);
    if (submission->arrived[0] != '\0')
        (void)put_word(end, " arrived=", submission->arrived);
}

void submissions_words(char words[AUDIT_SUBJECT_SIZE], const struct submission *submission)
{
    char *end = put_word(words, "number=", submission->number);
    end = put_hex(end, " id=", submission->id, MANIFEST_ID_SIZE);
    end = put_hex(end, " sealed=", submission->sealed.bytes, FINGERPRINT_SIZE);
    end = put_hex(end, " manifest=", submission->manifest_digest, MANIFEST_DIGEST_SIZE);
    end = put_hex(end, " card=", submission->sender.bytes, FINGERPRINT_SIZE);
    put_rest(end, submission);
}

void submissions_rest_words(char rest[AUDIT_SUBJECT_SIZE], const struct submission *submission)
{
    put_rest(rest, submission);
}

/* ---- and read back ---- */

static bool take_word(const char **at, const char *word)
{
    size_t length = strlen(word);
    bool is_it = strncmp(*at, word, length) == 0;
    *at += is_it ? length : 0;
    return is_it;
}

static bool take_number(const char **at, char number[MANIFEST_NUMBER_SIZE])
{
    if (!take_word(at, "number="))
        return false;
    size_t length = strcspn(*at, " ");
    if (length >= MANIFEST_NUMBER_SIZE)
        return false;
    memcpy(number, *at, length);
    number[length] = '\0';
    *at += length;
    return true;
}

static bool take_hex(const char **at, const char *key, uint8_t *bytes, size_t length)
{
    if (!take_word(at, key) || !hex_decode(bytes, length, *at, strnlen(*at, 2 * length)))
        return false;
    *at += 2 * length;
    return true;
}

bool submissions_words_read(
    const char words[AUDIT_SUBJECT_SIZE], struct submission_words *said, const char **rest)
{
    *rest = words;
    return take_number(rest, said->number) && take_hex(rest, " id=", said->id, sizeof said->id) &&
           take_hex(rest, " sealed=", said->sealed.bytes, FINGERPRINT_SIZE) &&
           take_hex(rest, " manifest=", said->manifest_digest, sizeof said->manifest_digest) &&
           take_hex(rest, " card=", said->sender.bytes, FINGERPRINT_SIZE);
}

void submissions_refused_words(char words[AUDIT_SUBJECT_SIZE], const struct fingerprint *sealed,
    const char *reason, bool kept, const uint64_t *size, const char *number)
{
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, sealed);
    int length = snprintf(
        words, AUDIT_SUBJECT_SIZE, "sealed=%s reason=%s kept=%d", hex, reason, kept ? 1 : 0);
    if (size != NULL)
        length += snprintf(words + length, AUDIT_SUBJECT_SIZE - (size_t)length, " size=%llu",
            (unsigned long long)*size);
    if (number[0] != '\0')
        (void)snprintf(words + length, AUDIT_SUBJECT_SIZE - (size_t)length, " number=%s", number);
}
