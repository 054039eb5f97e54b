#include "register/stored_answers.h"

#include "base/memory.h"
#include "format/signed_answers.h"
#include "register/senders.h"

#include <sodium.h>
#include <stdlib.h>

enum status stored_answers_verify(struct store *store, const struct submission *submission,
    const struct buffer *json, const struct buffer *signature, struct error *err)
{
    struct sender sender;
    TRY(senders_of_submission(store, &submission->sender, &sender, err));
    return signed_answers_verify(&sender.card.sign, submission->number, json, signature, err);
}

enum status stored_answers_refuse(const struct submission *submission, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
        "a submission of %s answers the edition %s, which is not known here; "
        "add its file with `sigill-msb edition add`",
        submission->number, submission->edition);
}

enum status stored_answers_open(
    struct stored_answers *stored, const struct submission *submission, struct error *err)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    enum status status;
    if (stored->answers == NULL)
        stored->answers = memory_new(1, sizeof *stored->answers);
    stored->edition =
        editions_find_exact(stored->editions, submission->edition, submission->edition_digest);
    if (stored->edition == NULL)
        return stored_answers_refuse(submission, err);
    TRY_OUT(submissions_answers(stored->store, stored->key, submission, &json, &signature, err));
    if (stored->verified)
        TRY_OUT(stored_answers_verify(stored->store, submission, &json, &signature, err));
    TRY_OUT(answers_parse_kept(stored->edition, json.data, json.length, stored->answers, err));
out:
    buffer_wipe(&json);
    buffer_free(&signature);
    return status;
}

void stored_answers_close(struct stored_answers *stored)
{
    if (stored->answers != NULL)
        sodium_memzero(stored->answers, sizeof *stored->answers);
    free(stored->answers);
    stored->answers = NULL;
}
