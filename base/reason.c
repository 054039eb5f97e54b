#include "base/reason.h"

#include "base/messages.h"

#include <stddef.h>
#include <string.h>

/* READ: a verdict that follows from the content. BELOW: found by the layers below, or by another
 * subcommand, where no bundle is judged. */
enum { VERDICT = REASON_IN_RECEIPT | REASON_JUDGED, READ = VERDICT | REASON_BY_WORKER, BELOW = 0 };

static const struct {
    const char *code;
    unsigned uses;     /* enum reason_use */
    const char *found; /* READ: what is said of it when a worker found it */
} REASONS[REASON_COUNT] = {
    [REASON_NONE] = {"none", BELOW, NULL},
    [REASON_NOT_A_BUNDLE] = {"not-a-bundle", VERDICT, NULL},
    [REASON_NOT_FOR_US] = {"not-for-us", VERDICT, NULL},
    [REASON_DAMAGED] = {"damaged", READ,
        N_("what is sealed in it is not whole: it was cut or changed after it was "
           "sealed; copy it from the medium once more, or ask the sender for it")},
    [REASON_UNKNOWN_FORMAT] = {"unknown-format", READ,
        N_("its manifest is not in the form that this program reads; a newer version of this "
           "program may be needed, or the sender must seal anew")},
    [REASON_UNKNOWN_SENDER] = {"unknown-sender", VERDICT, NULL},
    [REASON_REVOKED_KEY] = {"revoked-key", VERDICT, NULL},
    [REASON_EXPIRED_KEY] = {"expired-key", VERDICT, NULL},
    [REASON_BAD_SIGNATURE] = {"bad-signature", VERDICT, NULL},
    [REASON_SENDER_MISMATCH] = {"sender-mismatch", VERDICT, NULL},
    [REASON_WRONG_RECIPIENT] = {"wrong-recipient", VERDICT, NULL},
    [REASON_WRONG_TYPE] = {"wrong-type", VERDICT, NULL},
    [REASON_ALREADY_IMPORTED] = {"already-imported", VERDICT, NULL},
    [REASON_ID_REUSED] = {"id-reused", VERDICT, NULL},
    [REASON_UNKNOWN_EDITION] = {"unknown-edition", READ,
        N_("its answers name an edition of the questionnaire that is not "
           "known here; ask the sender which one was answered")},
    [REASON_TOO_LARGE] = {"too-large", READ,
        N_("it holds more than a bundle may; ask the sender to attach less and to "
           "seal anew")},
    [REASON_CONTENT_MISMATCH] = {"content-mismatch", READ,
        N_("what came out of the bundle is not what the signed manifest promises; keep the bundle "
           "apart and ask the sender to seal anew")},
    [REASON_INVALID_ANSWERS] = {"invalid-answers", READ,
        N_("its answers have errors, or are not in the form that is sealed; ask the sender to "
           "correct what `sigill check` finds and to seal anew")},
    [REASON_RESULT_MISMATCH] = {"result-mismatch", VERDICT, NULL},
    [REASON_WORKER_FAILED] = {"worker-failed", REASON_IN_RECEIPT, NULL},
    [REASON_IO_ERROR] = {"io-error", REASON_IN_RECEIPT, NULL},
    [REASON_BAD_HEADER] = {"bad-header", BELOW, NULL},
    [REASON_BAD_ARMOR] = {"bad-armor", BELOW, NULL},
    [REASON_NO_MATCH] = {"no-match", BELOW, NULL},
    [REASON_BAD_MAC] = {"bad-mac", BELOW, NULL},
    [REASON_BAD_PAYLOAD] = {"bad-payload", BELOW, NULL},
    [REASON_BAD_SYNTAX] = {"bad-syntax", BELOW, NULL},
    [REASON_BAD_VALUE] = {"bad-value", BELOW, NULL},
    [REASON_WRONG_PASSPHRASE] = {"wrong-passphrase", BELOW, NULL},
    [REASON_FINGERPRINT_MISMATCH] = {"fingerprint-mismatch", BELOW, NULL},
    [REASON_EXAMPLE_KEY] = {"example-key", BELOW, NULL},
    [REASON_NOT_TRUSTED] = {"not-trusted", BELOW, NULL},
    [REASON_EXISTS] = {"exists", BELOW, NULL},
    [REASON_NOT_FOUND] = {"not-found", BELOW, NULL},
    [REASON_OLDER_REGISTER] = {"older-register", BELOW, NULL},
    [REASON_BROKEN_CHAIN] = {"broken-chain", BELOW, NULL},
    [REASON_CLOCK_BEHIND] = {"clock-behind", BELOW, NULL},
    [REASON_NO_CONSENT] = {"no-consent", BELOW, NULL},
    [REASON_TOO_FEW] = {"too-few", BELOW, NULL},
    [REASON_UNPROVEN_REGISTER] = {"unproven-register", BELOW, NULL},
    [REASON_REPLACED_KEY] = {"replaced-key", BELOW, NULL},
    [REASON_SECRET_KEY] = {"secret-key", BELOW, NULL},
    [REASON_UNREAD_CONTAINER] = {"unread-container", BELOW, NULL},
    [REASON_CLOCK_DOUBTED] = {"clock-doubted", BELOW, NULL},
    [REASON_OLDER_KIT] = {"older-kit", BELOW, NULL},
};

const char *reason_code(enum reason reason)
{
    if ((unsigned)reason >= REASON_COUNT)
        return REASONS[REASON_NONE].code;
    return REASONS[reason].code;
}

bool reason_may(enum reason reason, enum reason_use use)
{
    return (unsigned)reason < REASON_COUNT && (REASONS[reason].uses & use) != 0;
}

const char *reason_of_worker(enum reason reason)
{
    return reason_may(reason, REASON_BY_WORKER) ? REASONS[reason].found : NULL;
}

bool reason_code_is_formed(const char *text)
{
    size_t length = strnlen(text, REASON_CODE_SIZE);
    if (length == 0 || length == REASON_CODE_SIZE || text[0] == '-' || text[length - 1] == '-')
        return false;
    for (size_t i = 0; i < length; i++) {
        if ((text[i] < 'a' || text[i] > 'z') && (text[i] != '-' || text[i - 1] == '-'))
            return false;
    }
    return strcmp(text, reason_code(REASON_NONE)) != 0;
}

enum reason reason_from_code(const char *code)
{
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        if (strcmp(code, REASONS[i].code) == 0)
            return (enum reason)i;
    }
    return REASON_NONE;
}
