#include "base/reason.h"

static const char *const CODES[REASON_COUNT] = {
    [REASON_NONE] = "none",
    [REASON_NOT_A_BUNDLE] = "not-a-bundle",
    [REASON_NOT_FOR_US] = "not-for-us",
    [REASON_DAMAGED] = "damaged",
    [REASON_UNKNOWN_FORMAT] = "unknown-format",
    [REASON_UNKNOWN_SENDER] = "unknown-sender",
    [REASON_REVOKED_KEY] = "revoked-key",
    [REASON_EXPIRED_KEY] = "expired-key",
    [REASON_BAD_SIGNATURE] = "bad-signature",
    [REASON_SENDER_MISMATCH] = "sender-mismatch",
    [REASON_WRONG_RECIPIENT] = "wrong-recipient",
    [REASON_WRONG_TYPE] = "wrong-type",
    [REASON_ALREADY_IMPORTED] = "already-imported",
    [REASON_ID_REUSED] = "id-reused",
    [REASON_UNKNOWN_EDITION] = "unknown-edition",
    [REASON_TOO_LARGE] = "too-large",
    [REASON_CONTENT_MISMATCH] = "content-mismatch",
    [REASON_INVALID_ANSWERS] = "invalid-answers",
    [REASON_RESULT_MISMATCH] = "result-mismatch",
    [REASON_WORKER_FAILED] = "worker-failed",
    [REASON_IO_ERROR] = "io-error",
    [REASON_BAD_HEADER] = "bad-header",
    [REASON_BAD_ARMOR] = "bad-armor",
    [REASON_NO_MATCH] = "no-match",
    [REASON_BAD_MAC] = "bad-mac",
    [REASON_BAD_PAYLOAD] = "bad-payload",
    [REASON_BAD_SYNTAX] = "bad-syntax",
    [REASON_BAD_VALUE] = "bad-value",
    [REASON_WRONG_PASSPHRASE] = "wrong-passphrase",
    [REASON_FINGERPRINT_MISMATCH] = "fingerprint-mismatch",
    [REASON_EXAMPLE_KEY] = "example-key",
    [REASON_NOT_TRUSTED] = "not-trusted",
    [REASON_EXISTS] = "exists",
    [REASON_NOT_FOUND] = "not-found",
    [REASON_OLDER_REGISTER] = "older-register",
    [REASON_BROKEN_CHAIN] = "broken-chain",
    [REASON_CLOCK_BEHIND] = "clock-behind",
    [REASON_NO_CONSENT] = "no-consent",
    [REASON_TOO_FEW] = "too-few",
};

const char *reason_code(enum reason reason)
{
    if ((unsigned)reason >= REASON_COUNT)
        return "none";
    return CODES[reason];
}
