#include "cmd/ui/receipt_sentence.h"

#include "cmd/ui/options.h"

#include <stddef.h>

static const char *const SENTENCE[REASON_COUNT] = {
    [REASON_NOT_A_BUNDLE] =
        N_("What arrived is not a bundle. Look at which file was carried, and carry it again."),
    [REASON_NOT_FOR_US] = N_("It was sealed to other keys than the authority has now. Get the "
                             "authority's present card, trust it, and seal again."),
    [REASON_DAMAGED] = N_("It was damaged on the way. Copy it to the medium once more, or use "
                          "another medium."),
    [REASON_UNKNOWN_FORMAT] =
        N_("The authority's program does not know its format. Ask which version to use."),
    [REASON_UNKNOWN_SENDER] =
        N_("Your card is not enrolled at the authority. Hand it over and read its fingerprint to "
           "them; they can then take up the bundle again."),
    [REASON_REVOKED_KEY] =
        N_("Your key has been revoked at the authority. Ask why; new keys are needed."),
    [REASON_EXPIRED_KEY] =
        N_("Your card was not valid that day. Make a new card, have it enrolled, and seal again."),
    [REASON_BAD_SIGNATURE] = N_("Its signature does not hold. Seal again; if that is refused too, "
                                "talk to the authority."),
    [REASON_SENDER_MISMATCH] =
        N_("It names another organisation than the card of its key, or a card that the authority "
           "does not have. If your card was renewed, hand the new one over: they can then take up "
           "the bundle again. Otherwise seal again with your present card."),
    [REASON_WRONG_RECIPIENT] = N_("It names another recipient than the authority's present card. "
                                  "Get that card, trust it, and seal again."),
    [REASON_WRONG_TYPE] = N_("It is no submission of answers. Look at which file was carried."),
    [REASON_ALREADY_IMPORTED] = N_("The very same submission had been imported before."),
    [REASON_ID_REUSED] = N_("Its id is taken by another submission of yours. Seal again."),
    [REASON_UNKNOWN_EDITION] = N_("The authority does not have the edition of the questionnaire "
                                  "that it answers. Ask which one to use."),
    [REASON_TOO_LARGE] = N_("It is larger than a bundle may be. Attach less and seal again."),
    [REASON_CONTENT_MISMATCH] = N_("Its content is not what its manifest promises. Seal again; if "
                                   "that is refused too, talk to the authority."),
    [REASON_INVALID_ANSWERS] = N_("Its answers have errors. Correct them and seal again."),
    [REASON_RESULT_MISMATCH] =
        N_("The result that it states is not the one that its answers give. Ask which version of "
           "the program to use, and seal again."),
    [REASON_WORKER_FAILED] = N_("The authority's program failed while reading it. Talk to the "
                                "authority; the bundle may have to be taken up again."),
    [REASON_IO_ERROR] = N_("A disk or medium at the authority failed. Talk to the authority; the "
                           "bundle may have to be taken up again."),
};

const char *receipt_sentence(const char *code)
{
    enum reason reason = reason_from_code(code);
    if (reason == REASON_NONE)
        return N_(
            "The authority's program is newer than this one, which does not know that reason. "
            "Use a newer version of this program, or talk to the authority.");
    return SENTENCE[reason] != NULL ? SENTENCE[reason] : N_("Talk to the authority.");
}
