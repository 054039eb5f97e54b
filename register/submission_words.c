/* The words by which the audit knows a submission or a refusal. */
#include "base/text.h"
#include "register/submissions.h"

#include <stdio.h>
#include <string.h>

static int digest_word(char *word, size_t size, const char *key, const void *content, size_t length)
{
    char hex[FINGERPRINT_HEX_SIZE];
    struct fingerprint digest;
    fingerprint_of(&digest, content, length);
    fingerprint_hex(hex, &digest);
    return snprintf(word, size, " %s=%s", key, hex);
}

/* The day of arrival is last: no row that holds something else there has the words of another. */
void submissions_words(char words[AUDIT_SUBJECT_SIZE], const struct submission *submission)
{
    char id[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char manifest[FINGERPRINT_HEX_SIZE];
    char card[FINGERPRINT_HEX_SIZE];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    hex_encode(sealed, submission->sealed.bytes, FINGERPRINT_SIZE);
    hex_encode(manifest, submission->manifest_digest, MANIFEST_DIGEST_SIZE);
    hex_encode(card, submission->sender.bytes, FINGERPRINT_SIZE);
    int length =
        snprintf(words, AUDIT_SUBJECT_SIZE, "number=%s id=%s sealed=%s manifest=%s card=%s",
            submission->number, id, sealed, manifest, card);
    if (submission->reference[0] != '\0')
        length += digest_word(words + length, AUDIT_SUBJECT_SIZE - (size_t)length, "reference",
            submission->reference, strlen(submission->reference));
    if (submission->supersedes.count > 0)
        length += digest_word(words + length, AUDIT_SUBJECT_SIZE - (size_t)length, "supersedes",
            submission->supersedes.id, (size_t)submission->supersedes.count * MANIFEST_ID_SIZE);
    if (submission->arrived[0] != '\0')
        (void)snprintf(words + length, AUDIT_SUBJECT_SIZE - (size_t)length, " arrived=%s",
            submission->arrived);
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
