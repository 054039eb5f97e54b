#include "cmd/ui/cards.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/ui/confirm.h"
#include "cmd/ui/held_kit.h"
#include "cmd/ui/keys.h"
#include "format/draft.h"
#include "format/editions.h"
#include "format/example_keys.h"

#include <string.h>

enum status cards_read(const char *path, struct buffer *frame, struct error *err)
{
    return file_read_given(path, CARD_FILE_MAX, frame, err);
}

enum status cards_fingerprint_given(
    struct app *app, struct fingerprint_given *given, struct error *err)
{
    const char *text = NULL;
    enum status status = option_require(app->options, &OPTION_FINGERPRINT, &text, err);
    if (status == STATUS_OK && fingerprint_read(text, strlen(text), given, err) != STATUS_OK) {
        error_prefix(err, "--fingerprint");
        status = STATUS_USAGE;
    }
    return status;
}

enum status cards_judge(struct app *app, const struct card *card, int64_t now, struct error *err)
{
    char until[DAY_SIZE];
    if (now > card->valid_from && !card_valid_on(card, now)) {
        day_format(until, card->valid_until);
        return error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
            "%s: the card was valid until %s; ask its owner for a new one", card->name, until);
    }
    return keys_judge_example(app, example_card(card), card->name, err);
}

static bool warn_of_change(
    struct app *app, const struct card *before, const char *label, const char *old, const char *new)
{
    if (strcmp(old, new) == 0)
        return false;
    warn(app, "%s: the new card changes it: %s, from \"%s\" to \"%s\"", before->name,
        text_of(app, label), old, new);
    return true;
}

enum status cards_confirm_changes(struct app *app, const struct card *before,
    const struct card *card, bool listed, struct error *err)
{
    bool name = warn_of_change(app, before, N_("Name"), before->name, card->name);
    bool number = warn_of_change(app, before, N_("Number"), before->number, card->number);
    bool group = warn_of_change(app, before, N_("Group"), before->group, card->group);
    if (!name && !number && !group)
        return STATUS_OK;
    if (!listed)
        return confirm(app, text_of(app, "Take the card with what it changes?"), err);
    if (option_given(app->options, &OPTION_YES))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
        "the card changes what stands here of %s: its name is \"%s\" and its group \"%s\"; enrol it "
        "by itself, or give --yes",
        before->name, card->name, card->group);
}

static bool has_group(const struct editions *editions, size_t count, const char *group)
{
    for (size_t i = 0; i < count; i++) {
        if (edition_find_group(editions->edition[i], group) >= 0)
            return true;
    }
    return false;
}

static void list_groups(const struct editions *editions, struct buffer *out)
{
    for (size_t i = 0; i < editions->count; i++) {
        const struct edition *edition = editions->edition[i];
        for (size_t k = 0; k < edition->groups; k++) {
            if (!has_group(editions, i, edition->group[k].id))
                buffer_comma(out, edition->group[k].id);
        }
    }
}

enum status cards_judge_group(const struct editions *editions, const char *group, struct error *err)
{
    struct buffer known = {0};
    if (has_group(editions, editions->count, group))
        return STATUS_OK;
    list_groups(editions, &known);
    enum status status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "there is no group \"%s\"; the groups are: %s", group, buffer_string(&known));
    buffer_free(&known);
    return status;
}

enum status cards_typed_group(
    struct app *app, const char *typed, char group[CARD_GROUP_MAX + 1], struct error *err)
{
    struct editions editions = {0};
    enum status status;
    TRY_OUT(kit_editions(app, &editions, err));
    text_copy(group, CARD_GROUP_MAX + 1, typed);
    for (size_t i = editions.count; i > 0; i--) {
        const char *id = edition_typed_group(editions.edition[i - 1], typed);
        if (id != NULL)
            text_copy(group, CARD_GROUP_MAX + 1, id);
    }
    if (cards_judge_group(&editions, group, err) != STATUS_OK) {
        error_prefix(err, "--group");
        status = STATUS_USAGE;
    }
out:
    editions_free(&editions);
    return status;
}

void cards_fill_in(const struct card *card, json_t *draft)
{
    if (card->role != CARD_ORGANISATION)
        return;
    (void)draft_set_text(draft, "organisation.name", card->name);
    (void)draft_set_text(draft, "organisation.number", card->number);
    (void)draft_set_text(draft, "organisation.group", card->group);
}

static void add_row(const struct app *app, struct buffer *out, const char *label, const char *value)
{
    enum { LABEL_WIDTH = 16 };
    size_t width = text_width(text_of(app, label));
    int pad = width < LABEL_WIDTH ? (int)(LABEL_WIDTH - width) : 1;
    buffer_printf(out, "  %s%*s%s\n", text_of(app, label), pad, "", value);
}

void cards_describe(const struct app *app, const struct card *card,
    const struct fingerprint *fingerprint, struct buffer *out)
{
    char from[DAY_SIZE];
    char until[DAY_SIZE];
    char digits[FINGERPRINT_TEXT_SIZE];
    struct buffer validity = {0};
    day_format(from, card->valid_from);
    day_format(until, card->valid_until);
    fingerprint_text(digits, fingerprint);
    buffer_printf(&validity, text_of(app, "%s to %s"), from, until);
    add_row(app, out, N_("Name"), card->name);
    if (card->role == CARD_AUTHORITY) {
        add_row(app, out, N_("Role"), text_of(app, "authority that receives"));
    } else {
        add_row(app, out, N_("Number"), card->number);
        add_row(app, out, N_("Group"), card->group);
    }
    add_row(app, out, N_("Valid"), buffer_string(&validity));
    add_row(app, out, N_("Fingerprint"), digits);
    buffer_free(&validity);
}

json_t *cards_json(const struct card *card, const struct fingerprint *fingerprint)
{
    char digits[FINGERPRINT_TEXT_SIZE];
    char hex[FINGERPRINT_HEX_SIZE];
    bool authority = card->role == CARD_AUTHORITY;
    fingerprint_text(digits, fingerprint);
    fingerprint_hex(hex, fingerprint);
    return json_pack("{s:s, s:s?, s:s, s:s, s:s}", "name", card->name, "number",
        authority ? NULL : card->number, "role", authority ? "authority" : "organisation",
        "fingerprint", hex, "fingerprint_text", digits);
}

void cards_warn_of_end(struct app *app, const struct card *card, bool own, int64_t now)
{
    char until[DAY_SIZE];
    if (!card_valid_on(card, now) || card->valid_until > now + CARDS_END_SOON)
        return;
    day_format(until, card->valid_until);
    if (own)
        warn(app,
            "your own card ends on %s; make the next one in time with `card --renew`, and give it to "
            "those who have this one",
            until);
    else
        warn(app, "%s: its card ends on %s; ask for the next one in time", card->name, until);
}
