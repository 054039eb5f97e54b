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
    [REASON_NONE] = {"none", BELOW},
    [REASON_NOT_A_BUNDLE] = {"not-a-bundle", VERDICT},
    [REASON_NOT_FOR_US] = {"not-for-us", VERDICT},
    [REASON_DAMAGED] = {"damaged", READ,
        N_("what is sealed in it is not whole: it was cut or changed after it was "
           "sealed; copy it from the medium once more, or ask the sender for it")},
    [REASON_UNKNOWN_FORMAT] = {"unknown-format", READ,
        N_("its manifest is not in the form that this program reads; a newer version of this "
           "program may be needed, or the sender must seal anew")},
    [REASON_UNKNOWN_SENDER] = {"unknown-sender", VERDICT},
    [REASON_REVOKED_KEY] = {"revoked-key", VERDICT},
    [REASON_EXPIRED_KEY] = {"expired-key", VERDICT},
    [REASON_BAD_SIGNATURE] = {"bad-signature", VERDICT},
    [REASON_SENDER_MISMATCH] = {"sender-mismatch", VERDICT},
    [REASON_WRONG_RECIPIENT] = {"wrong-recipient", VERDICT},
    [REASON_WRONG_TYPE] = {"wrong-type", READ,
        N_("its manifest is neither that of a submission nor of feedback; a "
           "newer version of this program may be needed")},
    [REASON_ALREADY_IMPORTED] = {"already-imported", VERDICT},
    [REASON_ID_REUSED] = {"id-reused", VERDICT},
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
    [REASON_RESULT_MISMATCH] = {"result-mismatch", VERDICT},
    [REASON_WORKER_FAILED] = {"worker-failed", REASON_IN_RECEIPT},
    [REASON_IO_ERROR] = {"io-error", REASON_IN_RECEIPT},
    [REASON_BAD_HEADER] = {"bad-header", BELOW},
    [REASON_BAD_ARMOR] = {"bad-armor", BELOW},
    [REASON_NO_MATCH] = {"no-match", BELOW},
    [REASON_BAD_MAC] = {"bad-mac", BELOW},
    [REASON_BAD_PAYLOAD] = {"bad-payload", BELOW},
    [REASON_BAD_SYNTAX] = {"bad-syntax", BELOW},
    [REASON_BAD_VALUE] = {"bad-value", BELOW},
    [REASON_WRONG_PASSPHRASE] = {"wrong-passphrase", BELOW},
    [REASON_FINGERPRINT_MISMATCH] = {"fingerprint-mismatch", BELOW},
    [REASON_EXAMPLE_KEY] = {"example-key", BELOW},
    [REASON_NOT_TRUSTED] = {"not-trusted", BELOW},
    [REASON_EXISTS] = {"exists", BELOW},
    [REASON_NOT_FOUND] = {"not-found", BELOW},
    [REASON_OLDER_REGISTER] = {"older-register", BELOW},
    [REASON_BROKEN_CHAIN] = {"broken-chain", BELOW},
    [REASON_CLOCK_BEHIND] = {"clock-behind", BELOW},
    [REASON_NO_CONSENT] = {"no-consent", BELOW},
    [REASON_TOO_FEW] = {"too-few", BELOW},
    [REASON_UNPROVEN_REGISTER] = {"unproven-register", BELOW},
    [REASON_REPLACED_KEY] = {"replaced-key", BELOW},
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
