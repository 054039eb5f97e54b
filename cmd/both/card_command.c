/* sigill card, sigill-msb card: who one is and which keys one has, signed, to be handed over.
 *
 * The card is valid from the day it is made, for five years if --valid-until names no other day.
 * With --renew it is the next in the series: it says what the present one says but for what the
 * options change, and carries the recipients that receive.pub has by now. Whoever trusts the
 * present one takes it without comparing a fingerprint anew. */
#include "base/clock.h"
#include "base/file.h"
#include "base/shown.h"
#include "base/system/paste.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/output.h"
#include "format/name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALID_YEARS = 5, FIRST_IN_SERIES = 1, SHOWN_OF_A_KEY = 40 };

static const struct option_spec OPTION_NAME = {
    "name", 0, N_("NAME"), N_("the party's name, as people know it"), false};
static const struct option_spec OPTION_NUMBER = {
    "number", 0, N_("NUMBER"), N_("the organisation number, such as 212999-0004"), false};
static const struct option_spec OPTION_GROUP = {
    "group", 0, N_("GROUP"), N_("the group that the organisation belongs to"), false};
static const struct option_spec OPTION_UNTIL = {"valid-until", 0, N_("DATE"),
    N_("the card's last day; five years from now if left out"), false};
static const struct option_spec OPTION_RENEW = {
    "renew", 0, NULL, N_("make the next card in the series, to follow the present one"), false};
static const struct option_spec OPTION_COPY = {
    "output", 'o', N_("FILE"), N_("write a copy of the card into FILE"), false};

/* ---- what the card says ---- */

static enum status name_from_options(struct app *app, struct card *card, struct error *err)
{
    const char *name = option_text(app->options, &OPTION_NAME);
    if (name == NULL && card->name[0] != '\0')
        return STATUS_OK;
    TRY(option_require(app->options, &OPTION_NAME, &name, err));
    size_t length = strlen(name);
    if (!name_is_allowed(name, length))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--name: expected 1 to %d bytes of letters that can be seen, and single spaces between "
            "words",
            CARD_NAME_MAX);
    memset(card->name, 0, sizeof card->name);
    memcpy(card->name, name, length);
    return STATUS_OK;
}

static enum status number_from_options(struct app *app, struct card *card, struct error *err)
{
    char given[ORGANISATION_NUMBER_SIZE];
    const char *number = option_text(app->options, &OPTION_NUMBER);
    if (number == NULL && card->number[0] != '\0')
        return STATUS_OK;
    TRY(option_require(app->options, &OPTION_NUMBER, &number, err));
    if (!organisation_number_typed(number, strlen(number), given))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--number: \"%s\" is not an organisation number; expected ten digits of which the last "
            "is the right check digit, such as 212999-0004",
            number);
    if (card->number[0] != '\0' && strcmp(card->number, given) != 0)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--number: the present card is that of %s, and the next one must be too; another "
            "organisation needs keys of its own",
            card->number);
    memcpy(card->number, given, sizeof given);
    return STATUS_OK;
}

static enum status group_from_options(struct app *app, struct card *card, struct error *err)
{
    const char *group = option_text(app->options, &OPTION_GROUP);
    if (group == NULL && card->group[0] != '\0')
        return STATUS_OK;
    TRY(option_require(app->options, &OPTION_GROUP, &group, err));
    return cards_typed_group(app, group, card->group, err);
}

/* The same day some years later; of 29 February, the day before. */
static int64_t years_later(int64_t day, int years)
{
    char text[DAY_SIZE];
    int64_t later = 0;
    day_format(text, day);
    long year = strtol(text, NULL, 10) + years;
    char moved[32];
    (void)snprintf(moved, sizeof moved, "%ld%s", year, text + 4);
    if (!day_parse(moved, strlen(moved), &later)) {
        (void)snprintf(moved, sizeof moved, "%ld-02-28", year);
        (void)day_parse(moved, strlen(moved), &later);
    }
    return later;
}

static enum status validity_from_options(
    struct app *app, struct card *card, int64_t now, struct error *err)
{
    char today[DAY_SIZE];
    const char *until = option_text(app->options, &OPTION_UNTIL);
    day_format(today, now);
    (void)day_parse(today, strlen(today), &card->valid_from);
    if (until == NULL) {
        card->valid_until = years_later(card->valid_from, VALID_YEARS);
        return STATUS_OK;
    }
    if (!day_parse(until, strlen(until), &card->valid_until) ||
        card->valid_until < card->valid_from)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--valid-until: \"%s\" is not a day from %s on, written as YYYY-MM-DD", until, today);
    return STATUS_OK;
}

static enum status card_from_options(struct app *app, struct card *card, struct error *err)
{
    TRY(name_from_options(app, card, err));
    if (card->role == CARD_ORGANISATION) {
        TRY(number_from_options(app, card, err));
        TRY(group_from_options(app, card, err));
    }
    return validity_from_options(app, card, clock_now(), err);
}

/* ---- where it goes ---- */

/* Whether there is a card that this one would take the place of. */
static bool card_stands(const struct app *app)
{
    const char *keys = option_text(app->options, &OPTION_KEYS);
    if (keys == NULL || option_given(app->options, &OPTION_RENEW))
        return false;
    char *own = path_join(keys, KEYDIR_OWN_CARD);
    bool stands = file_exists(own);
    free(own);
    return stands;
}

/* Before anything else is asked for: whoever only wants to hand over the card that there is may
 * have left out what stands on it. */
static enum status refuse_existing(struct app *app, struct error *err)
{
    if (!card_stands(app) || option_given(app->options, &OPTION_FORCE))
        return STATUS_OK;
    struct buffer pasted = {0};
    char *own = path_join(option_text(app->options, &OPTION_KEYS), KEYDIR_OWN_CARD);
    enum status status = error_set(err, STATUS_FAILED, REASON_EXISTS,
        "%s: there is a card already; `card -k %s -o FILE` alone writes a copy of it to hand over. --renew "
        "makes the next one, which those who have it take without comparing a fingerprint; --force "
        "replaces it by another first one",
        own, paste_path(&pasted, option_text(app->options, &OPTION_KEYS)));
    buffer_free(&pasted);
    free(own);
    return status;
}

/* The copy gets its name last, so that there is none of a card that was not kept. */
static enum status write_card(
    struct app *app, const struct keydir *dir, const struct buffer *frame, struct error *err)
{
    struct new_file copy = NEW_FILE_NONE;
    const char *path = option_text(app->options, &OPTION_COPY);
    bool replace = option_given(app->options, &OPTION_FORCE);
    bool renew = option_given(app->options, &OPTION_RENEW);
    enum status status;
    if (path != NULL) {
        TRY_OUT(output_create(app, path, NULL, &copy, err));
        TRY_OUT(new_file_write(&copy, frame->data, frame->length, err));
    }
    TRY_OUT(keydir_write_own_card(dir, frame->data, frame->length, replace || renew, err));
    if (path != NULL)
        TRY_OUT(new_file_commit(&copy, err));
out:
    new_file_abandon(&copy);
    return status;
}

static const char *what_to_do(const struct app *app, const struct card *card)
{
    bool authority = card->role == CARD_AUTHORITY;
    if (card->series > FIRST_IN_SERIES)
        return authority
                   ? text_of(app,
                         "Hand it over to each organisation, which gives it to "
                         "`sigill trust` and need not compare its fingerprint, if it has the "
                         "card before this one. What is sealed to the card before it is "
                         "received until that one ends.\n")
                   : text_of(app, "Hand it over to the authority, which enrols it and need "
                                  "not compare its fingerprint, if it has the card before this "
                                  "one; else read the fingerprint to it.\n");
    return authority ? text_of(app, "Hand it over to each organisation. The organisation rings you "
                                    "on a number that it knows; read the fingerprint to it, group "
                                    "by group.\n")
                     : text_of(app, "Hand it over to the authority. The authority rings you on a "
                                    "number that it knows; read the fingerprint to it, group by "
                                    "group.\n");
}

static bool stands_on(const struct card *card, const char *recipient)
{
    for (uint32_t i = 0; i < card->recipients; i++) {
        if (strcmp(card->recipient[i], recipient) == 0)
            return true;
    }
    return false;
}

/* receive.pub is signed by nobody until the card is: whoever could write there would read along
 * from now on. A key that the card before lacked is therefore shown. */
static void describe_new_keys(
    const struct app *app, const struct card *before, const struct card *card, struct buffer *out)
{
    bool authority = card->role == CARD_AUTHORITY;
    size_t found = 0;
    for (uint32_t i = 0; i < card->recipients; i++) {
        if (stands_on(before, card->recipient[i]))
            continue;
        if (found++ == 0)
            buffer_printf(
                out, "\n%s\n", text_of(app, "Keys on it that the card before did not have:"));
        buffer_printf(out, "  %.*s...\n", SHOWN_OF_A_KEY, card->recipient[i]);
    }
    if (found > 0)
        buffer_printf(out, "%s\n",
            authority ? text_of(app,
                            "Each can open what is sealed to the card. Do not hand it over unless "
                            "they were added by `add-recipient`, or made by `rotate`.")
                      : text_of(app,
                            "Each can open what is sealed to the card. Do not hand it over unless "
                            "they were made by `sigill keygen --rotate`."));
}

/* before: the card that it follows; NULL if it is the first. */
static enum status print_card(struct app *app, const struct keydir *dir, const struct card *before,
    const struct card *card, const struct fingerprint *fingerprint, struct error *err)
{
    struct buffer text = {0};
    const char *copy = option_text(app->options, &OPTION_COPY);
    if (app->json)
        return app_print_json(app, cards_json(card, fingerprint), err);
    buffer_printf(&text, "%s\n\n", text_of(app, "Your card:"));
    cards_describe(app, card, fingerprint, &text);
    if (before != NULL)
        describe_new_keys(app, before, card, &text);
    buffer_text(&text, "\n");
    shown_printf(&text, text_of(app, "It lies in %s/own.card"), dir->path);
    if (copy != NULL)
        shown_printf(&text, text_of(app, ", and a copy in %s"), copy);
    buffer_text(&text, ".\n");
    if (!app->guided)
        buffer_text(&text, what_to_do(app, card));
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

/* ---- the subcommands ---- */

/* What the next card says if nothing else is asked for. */
static enum status card_from_present(const struct keydir *dir, enum card_role role,
    struct card *before, struct card *card, struct error *err)
{
    struct fingerprint fingerprint;
    TRY(keydir_latest_card(dir, before, &fingerprint, err));
    *card = *before;
    if (card->role != (uint32_t)role)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "%s: has the card of the other kind of party; use the other program", dir->path);
    memset(card->recipient, 0, sizeof card->recipient);
    card->series++;
    return STATUS_OK;
}

static enum status make_card(struct app *app, const struct keydir *dir, const struct card *before,
    struct card *card, struct error *err)
{
    struct minisign_secret *sign = NULL;
    struct buffer frame = {0};
    struct fingerprint fingerprint;
    keydir_fill_card(dir, card);
    enum status status;
    TRY_OUT(keys_unlock_sign(app, dir, &sign, err));
    TRY_OUT(card_seal(card, sign, &frame, &fingerprint, err));
    TRY_OUT(write_card(app, dir, &frame, err));
    TRY_OUT(print_card(app, dir, before, card, &fingerprint, err));
out:
    minisign_key_free(sign);
    buffer_free(&frame);
    return status;
}

/* Whether nothing but a copy of the card that there is can be meant. */
static bool wants_copy(const struct app *app)
{
    const struct options *options = app->options;
    return card_stands(app) && option_given(options, &OPTION_COPY) &&
           !option_given(options, &OPTION_FORCE) && !option_given(options, &OPTION_NAME) &&
           !option_given(options, &OPTION_NUMBER) && !option_given(options, &OPTION_GROUP) &&
           !option_given(options, &OPTION_UNTIL);
}

static enum status copy_card(struct app *app, struct error *err)
{
    struct keydir dir = {0};
    struct card card;
    struct fingerprint fingerprint;
    struct buffer frame = {0};
    struct new_file copy = NEW_FILE_NONE;
    char *own = NULL;
    enum status status;
    TRY_OUT(keys_load(app, &dir, err));
    TRY_OUT(keydir_own_card(&dir, &card, &fingerprint, err));
    own = path_join(dir.path, KEYDIR_OWN_CARD);
    TRY_OUT(file_read(own, CARD_FILE_MAX, &frame, err));
    TRY_OUT(output_create(app, option_text(app->options, &OPTION_COPY), NULL, &copy, err));
    TRY_OUT(new_file_write(&copy, frame.data, frame.length, err));
    TRY_OUT(new_file_commit(&copy, err));
    TRY_OUT(print_card(app, &dir, NULL, &card, &fingerprint, err));
out:
    new_file_abandon(&copy);
    buffer_free(&frame);
    free(own);
    keydir_free(&dir);
    return status;
}

static enum status run_card(struct app *app, enum card_role role, struct error *err)
{
    struct card card = {.role = role, .series = FIRST_IN_SERIES};
    struct card before = {0};
    struct keydir dir = {0};
    bool renew = option_given(app->options, &OPTION_RENEW);
    enum status status;
    bool stands = card_stands(app);
    if (wants_copy(app))
        return copy_card(app, err);
    if (!renew && !stands)
        TRY_OUT(card_from_options(app, &card, err));
    TRY_OUT(keys_load(app, &dir, err));
    TRY_OUT(refuse_existing(app, err));
    if (stands)
        TRY_OUT(card_from_options(app, &card, err));
    if (renew) {
        TRY_OUT(card_from_present(&dir, role, &before, &card, err));
        TRY_OUT(card_from_options(app, &card, err));
    }
    TRY_OUT(make_card(app, &dir, renew ? &before : NULL, &card, err));
out:
    keydir_free(&dir);
    return status;
}

static enum status run_card_organisation(struct app *app, struct error *err)
{
    return run_card(app, CARD_ORGANISATION, err);
}

static enum status run_card_authority(struct app *app, struct error *err)
{
    return run_card(app, CARD_AUTHORITY, err);
}

static const struct option_spec *const ORGANISATION_OPTIONS[] = {&OPTION_KEYS, &OPTION_NAME,
    &OPTION_NUMBER, &OPTION_GROUP, &OPTION_UNTIL, &OPTION_RENEW, &OPTION_COPY, &OPTION_FORCE,
    &OPTION_JSON, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command card_command = {
    .name = "card",
    .summary = N_("Makes an organisation's card, signed with its key."),
    .example = N_(
        "-k keys --name \"Ankeborgs kommun\" --number 212999-0004 --group kommun -o /media/usb/sender.card"),
    .options = {ORGANISATION_OPTIONS, "", 0, 0},
    .run = run_card_organisation,
};

static const struct option_spec *const AUTHORITY_OPTIONS[] = {&OPTION_KEYS, &OPTION_NAME,
    &OPTION_UNTIL, &OPTION_RENEW, &OPTION_COPY, &OPTION_FORCE, &OPTION_JSON,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command card_authority_command = {
    .name = "card",
    .summary = N_("Makes the authority's card, signed with its key."),
    .example = N_("-k keys --name MSB -o /media/usb/msb.card"),
    .options = {AUTHORITY_OPTIONS, "", 0, 0},
    .run = run_card_authority,
};
