#include "crypto/age_keys.h"

#include "base/memory.h"
#include "crypto/key_lines.h"

#include <stdlib.h>
#include <string.h>

/* Lists are short; they grow by one. What the items point at is in secret memory and stays there,
 * so that moving a list leaves no copy of a secret behind. */
void age_recipients_add(struct age_recipients *list, struct age_recipient *recipient)
{
    list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] = *recipient;
    *recipient = (struct age_recipient){0};
}

void age_identities_add(struct age_identities *list, struct age_identity *identity)
{
    list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] = *identity;
    *identity = (struct age_identity){0};
}

void age_recipients_free(struct age_recipients *list)
{
    for (size_t i = 0; i < list->count; i++)
        age_recipient_clear(&list->items[i]);
    free(list->items);
    *list = (struct age_recipients){0};
}

void age_identities_free(struct age_identities *list)
{
    for (size_t i = 0; i < list->count; i++)
        age_identity_clear(&list->items[i]);
    free(list->items);
    *list = (struct age_identities){0};
}

/* What every key must satisfy, in a list of recipients as in one of identities. */
static enum status check_key(
    enum age_kind kind, enum age_policy policy, size_t count, size_t limit, struct error *err)
{
    if (policy == AGE_HYBRID_ONLY && kind != AGE_HYBRID)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the key is not a post-quantum one (age1pq1 or AGE-SECRET-KEY-PQ-1); use such a key");
    if (count >= limit)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "there are more than the %zu keys allowed; leave some out", limit);
    return STATUS_OK;
}

static enum status refuse_empty(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "there is no key in the file; give one with a key on a line of its own");
}

static enum status refuse_repeated(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "the key stands in the file already; leave one of the two out");
}

/* How the lines of a file become a list of either sort. */
struct reading {
    enum age_policy policy;
    size_t limit;
    void *list;
    const size_t *count; /* of the list */
    enum status (*add)(
        const struct reading *reading, const char *line, size_t length, struct error *err);
};

static enum status age_key_list_add_recipient(
    const struct reading *reading, const char *line, size_t length, struct error *err)
{
    struct age_recipients *list = reading->list;
    struct age_recipient recipient;
    TRY(age_recipient_parse(&recipient, line, length, err));
    TRY(check_key(recipient.kind, reading->policy, list->count, reading->limit, err));
    for (size_t i = 0; i < list->count; i++) {
        if (age_recipient_equal(&list->items[i], &recipient))
            return refuse_repeated(err);
    }
    age_recipients_add(list, &recipient);
    return STATUS_OK;
}

static enum status add_identity(
    const struct reading *reading, const char *line, size_t length, struct error *err)
{
    struct age_identities *list = reading->list;
    struct age_identity identity;
    enum status status;
    TRY_OUT(age_identity_parse(&identity, line, length, err));
    TRY_OUT(check_key(identity.kind, reading->policy, list->count, reading->limit, err));
    age_identities_add(list, &identity);
out:
    age_identity_clear(&identity);
    return status;
}

static enum status read_lines(
    const struct reading *reading, const void *text, size_t length, struct error *err)
{
    struct key_lines lines = key_lines_of(text, length);
    const char *line;
    size_t line_length;
    while (key_lines_next(&lines, &line, &line_length)) {
        if (line[0] == '#')
            continue;
        enum status status = reading->add(reading, line, line_length, err);
        if (status != STATUS_OK) {
            key_lines_blame(err, lines.number);
            return status;
        }
    }
    return *reading->count == 0 ? refuse_empty(err) : STATUS_OK;
}

enum status age_recipients_parse(struct age_recipients *list, const void *text, size_t length,
    enum age_policy policy, size_t limit, struct error *err)
{
    const struct reading reading = {policy, limit, list, &list->count, age_key_list_add_recipient};
    enum status status = read_lines(&reading, text, length, err);
    if (status != STATUS_OK)
        age_recipients_free(list);
    return status;
}

enum status age_identities_parse(struct age_identities *list, const void *text, size_t length,
    enum age_policy policy, size_t limit, struct error *err)
{
    const struct reading reading = {policy, limit, list, &list->count, add_identity};
    enum status status = read_lines(&reading, text, length, err);
    if (status != STATUS_OK)
        age_identities_free(list);
    return status;
}
