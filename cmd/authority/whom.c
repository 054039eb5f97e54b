#include "cmd/authority/whom.h"

#include "base/buffer.h"
#include "base/text.h"
#include "format/organisation_number.h"
#include "register/senders.h"

#include <stdlib.h>
#include <string.h>

enum { NAMED_MOST = 5 }; /* organisations that the text of a refusal names */

/* Of several cards the later ones come later. */
static enum status add_sender(void *context, const struct sender *sender, struct error *err)
{
    struct list *found = context;
    struct whom *last = found->items;
    (void)err;
    last = found->count == 0 ? NULL : last + found->count - 1;
    if (last == NULL || strcmp(last->number, sender->card.number) != 0)
        last = list_add(found);
    text_copy(last->number, sizeof last->number, sender->card.number);
    text_copy(last->name, sizeof last->name, sender->card.name);
    text_copy(last->group, sizeof last->group, sender->card.group);
    return STATUS_OK;
}

enum status whom_all(struct store *store, struct list *found, struct error *err)
{
    return senders_each(store, add_sender, found, err);
}

bool whom_has(const struct list *list, const char *number)
{
    const struct whom *whom = list->items;
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(whom[i].number, number) == 0)
            return true;
    }
    return false;
}

/* ---- what is alike ---- */

/* Small letters for capitals, as far as À to Þ of Latin-1. */
static void fold(struct buffer *out, const char *text)
{
    unsigned char before = 0;
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        bool capital = (byte >= 'A' && byte <= 'Z') ||
                       (before == 0xC3 && byte >= 0x80 && byte <= 0x9E && byte != 0x97);
        unsigned char small = capital ? (unsigned char)(byte + 0x20) : byte;
        buffer_append(out, &small, 1);
        before = byte;
    }
}

enum likeness { LIKE_GROUP, LIKE_NAME, LIKE_PART, LIKE_COUNT };

static bool is_like(const struct whom *whom, const char *typed, enum likeness likeness)
{
    struct buffer text = {0};
    struct buffer wanted = {0};
    fold(&text, likeness == LIKE_GROUP ? whom->group : whom->name);
    fold(&wanted, typed);
    bool like = likeness == LIKE_PART ? strstr(buffer_string(&text), buffer_string(&wanted)) != NULL
                                      : strcmp(buffer_string(&text), buffer_string(&wanted)) == 0;
    buffer_free(&text);
    buffer_free(&wanted);
    return like;
}

/* ---- one or several ---- */

static enum status refuse_several(
    const char *typed, const struct whom *like, size_t count, struct error *err)
{
    struct buffer names = {0};
    for (size_t i = 0; i < count && i < NAMED_MOST; i++)
        buffer_printf(&names, "%s%s (%s)", i == 0 ? "" : ", ", like[i].name, like[i].number);
    if (count > NAMED_MOST)
        buffer_text(&names, " …");
    enum status status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "\"%s\" may be several organisations: %s; give the number", typed, buffer_string(&names));
    buffer_free(&names);
    return status;
}

static enum status take_number(
    const struct list *all, const char *number, struct list *found, struct error *err)
{
    const struct whom *whom = all->items;
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(whom[i].number, number) != 0)
            continue;
        *(struct whom *)list_add(found) = whom[i];
        return STATUS_OK;
    }
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        "%s: no organisation of this number is enrolled; `sigill-msb keys` shows those that are",
        number);
}

static enum status take_alike(
    const struct list *all, const char *typed, bool one, struct list *found, struct error *err)
{
    const struct whom *whom = all->items;
    size_t before = found->count;
    for (enum likeness likeness = one ? LIKE_NAME : LIKE_GROUP; likeness < LIKE_COUNT; likeness++) {
        for (size_t i = 0; i < all->count; i++) {
            if (is_like(&whom[i], typed, likeness))
                *(struct whom *)list_add(found) = whom[i];
        }
        size_t count = found->count - before;
        if (count == 1 || (count > 1 && likeness == LIKE_GROUP))
            return STATUS_OK;
        if (count > 1)
            return refuse_several(typed, (struct whom *)found->items + before, count, err);
    }
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
        one ? "\"%s\": no enrolled organisation has such a number or name; `sigill-msb keys` shows "
              "those that are enrolled"
            : N_("\"%s\": no enrolled organisation has such a number, name or group; `sigill-msb "
                 "keys` shows those that are enrolled"),
        typed);
}

enum status whom_find(
    struct store *store, const char *typed, bool one, struct list *found, struct error *err)
{
    struct list all = WHOM_NONE;
    char number[ORGANISATION_NUMBER_SIZE];
    enum status status;
    TRY_OUT(whom_all(store, &all, err));
    status = organisation_number_typed(typed, strlen(typed), number)
                 ? take_number(&all, number, found, err)
                 : take_alike(&all, typed, one, found, err);
out:
    free(all.items);
    return status;
}

enum status whom_number(struct store *store, const char *typed,
    char number[ORGANISATION_NUMBER_SIZE], struct error *err)
{
    struct list found = WHOM_NONE;
    enum status status;
    TRY_OUT(whom_find(store, typed, true, &found, err));
    text_copy(number, ORGANISATION_NUMBER_SIZE, ((const struct whom *)found.items)->number);
out:
    free(found.items);
    return status;
}
