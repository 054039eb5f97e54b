#include "cmd/authority/which.h"

#include "base/clock.h"
#include "base/text.h"
#include "cmd/authority/whom.h"
#include "format/fingerprint.h"
#include "register/current.h"

#include <stdlib.h>
#include <string.h>

enum { IDS_NAMED_MOST = 8 }; /* that the text of a refusal has */

/* ---- by short digest ---- */

struct digest_sought {
    char groups[FINGERPRINT_SHORT_SIZE];
    struct submission *found;
    bool any;
};

static enum status compare_digest(
    void *context, const struct submission *submission, struct error *err)
{
    struct digest_sought *sought = context;
    char groups[FINGERPRINT_SHORT_SIZE];
    (void)err;
    fingerprint_short(groups, &submission->sealed);
    if (strcmp(groups, sought->groups) == 0) {
        *sought->found = *submission;
        sought->any = true;
    }
    return STATUS_OK;
}

/* Four groups of five digits, with dashes or blanks between or nothing. */
static bool read_short(const char *typed, char groups[FINGERPRINT_SHORT_SIZE])
{
    size_t at = 0;
    for (; *typed != '\0'; typed++) {
        if (*typed == '-' || *typed == ' ')
            continue;
        if (*typed < '0' || *typed > '9' || at == FINGERPRINT_SHORT_SIZE - 1)
            return false;
        if (at % 6 == 5)
            groups[at++] = '-';
        groups[at++] = *typed;
    }
    groups[at] = '\0';
    return at == FINGERPRINT_SHORT_SIZE - 1;
}

/* ---- by organisation ---- */

static enum status find_current_of(
    struct stored_answers *stored, const char *number, struct submission *found, struct error *err)
{
    struct current_candidate *list = NULL;
    const struct current_candidate *latest = NULL;
    size_t count = 0;
    TRY(current_load(stored, number, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (list[i].current && (latest == NULL || strcmp(list[i].to, latest->to) >= 0))
            latest = &list[i];
    }
    enum status status = STATUS_OK;
    if (latest != NULL)
        *found = latest->submission;
    else
        status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: the register holds no submission of this organisation that counts; "
            "`sigill-msb list` shows those that it holds",
            number);
    free(list);
    return status;
}

static enum status refuse_several_ids(
    const char *number, const struct current_candidate *list, size_t count, struct error *err)
{
    struct buffer ids = {0};
    for (size_t i = 0; i < count && i < IDS_NAMED_MOST; i++) {
        char id[MANIFEST_ID_HEX];
        char sealed[MOMENT_SIZE];
        hex_encode(id, list[i].submission.id, MANIFEST_ID_SIZE);
        moment_format(sealed, list[i].submission.created);
        buffer_printf(&ids, "%s%s (%s)", i == 0 ? "" : ", ", id, sealed);
    }
    if (count > IDS_NAMED_MOST)
        buffer_text(&ids, " …");
    enum status status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s has several submissions: %s; give the id of the one that shall count", number,
        buffer_string(&ids));
    buffer_free(&ids);
    return status;
}

static enum status find_only_of(
    struct stored_answers *stored, const char *number, struct submission *found, struct error *err)
{
    struct current_candidate *list = NULL;
    size_t count = 0;
    enum status status;
    TRY(current_load(stored, number, &list, &count, err));
    if (count > 1)
        TRY_OUT(refuse_several_ids(number, list, count, err));
    if (count == 0)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: the register holds no submission of this organisation", number));
    *found = list[0].submission;
    status = STATUS_OK;
out:
    free(list);
    return status;
}

/* ---- any of them ---- */

/* An id goes before a name; a whole number is no id, nor is a short digest. */
static enum status find_typed(struct stored_answers *stored, const char *typed, bool only,
    struct submission *found, struct error *err)
{
    char number[ORGANISATION_NUMBER_SIZE];
    struct digest_sought sought = {.found = found};
    bool named = organisation_number_typed(typed, strlen(typed), number);
    bool hex = strspn(typed, "0123456789abcdefABCDEF") == strlen(typed);
    if (read_short(typed, sought.groups)) {
        TRY(submissions_each(stored->store, compare_digest, &sought, err));
        if (sought.any)
            return STATUS_OK;
    }
    if (!named && hex)
        return submissions_find(stored->store, typed, found, err);
    TRY(whom_number(stored->store, typed, number, err));
    return only ? find_only_of(stored, number, found, err)
                : find_current_of(stored, number, found, err);
}

enum status which_submission(
    struct stored_answers *stored, const char *typed, struct submission *found, struct error *err)
{
    return find_typed(stored, typed, false, found, err);
}

enum status which_to_choose(
    struct stored_answers *stored, const char *typed, struct submission *found, struct error *err)
{
    return find_typed(stored, typed, true, found, err);
}
