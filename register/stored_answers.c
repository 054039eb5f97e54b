#include "register/stored_answers.h"

#include "base/memory.h"
#include "base/text.h"
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

/* ---- rows that a run has met ---- */

void stored_rows_free(struct stored_rows *rows)
{
    struct stored_row *const *row = rows->row.items;
    for (size_t i = 0; i < rows->row.count; i++)
        free(row[i]);
    free(rows->row.items);
    *rows = STORED_ROWS_NONE;
}

void stored_rows_note(
    struct stored_rows *rows, const struct submission *submission, const char *from, const char *to)
{
    size_t place = (size_t)submission->serial - 1;
    while (rows->row.count <= place)
        (void)list_add(&rows->row);
    struct stored_row **row = (struct stored_row **)rows->row.items + place;
    if (*row == NULL) {
        if (rows->held == STORED_ROWS_MAX)
            return;
        *row = memory_new(1, sizeof **row);
        rows->held++;
    }
    (*row)->submission = *submission;
    text_copy((*row)->from, sizeof(*row)->from, from);
    text_copy((*row)->to, sizeof(*row)->to, to);
}

const struct stored_row *stored_rows_find(const struct stored_rows *rows, int64_t serial)
{
    size_t place = (size_t)serial - 1;
    return rows == NULL || place >= rows->row.count
               ? NULL
               : ((struct stored_row *const *)rows->row.items)[place];
}
