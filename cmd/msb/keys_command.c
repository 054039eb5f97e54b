/* sigill-msb keys: all cards that matter to a register, the authority's own and those of senders.
 */
#include "base/clock.h"
#include "cmd/authority/opened_register.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "format/example_keys.h"
#include "register/senders.h"
#include "report/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECIPIENT_TAIL = 8, NAME_WIDTH = 26, NUMBER_WIDTH = 13, SERIES_WIDTH = 6, UNTIL_WIDTH = 12 };

struct key_list {
    struct app *app;
    int64_t now;
    struct opened_register opened;
    struct keydir_trusted *history; /* owned */
    size_t count;
    struct buffer text;
    json_t *own;
    json_t *senders;
};

static const char *state_of(const struct card *card, bool revoked, int64_t now)
{
    if (revoked)
        return "revoked";
    if (card_valid_on(card, now))
        return "valid";
    return now < card->valid_from ? "not-yet" : "expired";
}

/* The same for people. */
static const char *shown_state(const struct app *app, const char *state)
{
    static const char *const names[][2] = {{"revoked", N_("revoked")}, {"valid", N_("valid")},
        {"not-yet", N_("not yet valid")}, {"expired", N_("expired")}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i][0], state) == 0)
            return text_of(app, names[i][1]);
    }
    return state;
}

static bool is_present(const struct keydir *dir, const char *text)
{
    for (size_t i = 0; i < dir->recipients.count; i++) {
        char own[AGE_RECIPIENT_TEXT_SIZE];
        age_recipient_encode(&dir->recipients.items[i], own);
        if (strcmp(own, text) == 0)
            return true;
    }
    return false;
}

static json_t *card_json(
    const struct card *card, const struct fingerprint *fingerprint, const char *state)
{
    char from[DAY_SIZE];
    char until[DAY_SIZE];
    json_t *json = cards_json(card, fingerprint);
    day_format(from, card->valid_from);
    day_format(until, card->valid_until);
    json_t *more = json_pack("{s:I,s:s,s:s,s:s,s:b}", "series", (json_int_t)card->series, "from",
        from, "until", until, "state", state, "example", example_card(card) ? 1 : 0);
    json_object_update(json, more);
    json_decref(more);
    return json;
}

static void put_card(struct key_list *list, const struct card *card, const char *state)
{
    char series[16];
    char until[DAY_SIZE];
    (void)snprintf(series, sizeof series, "%u", (unsigned)card->series);
    day_format(until, card->valid_until);
    layout_cell(&list->text, card->name, NAME_WIDTH);
    layout_cell(&list->text, card->number, NUMBER_WIDTH);
    layout_cell(&list->text, series, SERIES_WIDTH);
    layout_cell(&list->text, until, UNTIL_WIDTH);
    buffer_text(&list->text, shown_state(list->app, state));
    if (example_card(card))
        buffer_printf(&list->text, ", %s", text_of(list->app, "EXAMPLE KEYS"));
    buffer_text(&list->text, "\n");
}

/* The first one is the party's own, the others were added (format/keydir.h). */
static void put_recipients(struct key_list *list, const struct card *card, json_t *json)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < card->recipients; i++) {
        const char *text = card->recipient[i];
        const char *tail = text + strlen(text) - RECIPIENT_TAIL;
        bool present = is_present(&list->opened.keys, text);
        json_array_append_new(array, json_pack("{s:s,s:b,s:b}", "recipient", text, "added",
                                         i > 0 ? 1 : 0, "present", present ? 1 : 0));
        buffer_printf(&list->text, "    …%s  %s%s\n", tail,
            i == 0 ? text_of(list->app, "own key") : text_of(list->app, "added key"),
            present ? "" : text_of(list->app, ", of earlier"));
    }
    json_object_set_new(json, "recipients", array);
}

static void put_heading(struct key_list *list, const char *title)
{
    buffer_printf(&list->text, "%s\n", text_of(list->app, title));
    layout_cell(&list->text, text_of(list->app, "Name"), NAME_WIDTH);
    layout_cell(&list->text, text_of(list->app, "Number"), NUMBER_WIDTH);
    layout_cell(&list->text, text_of(list->app, "Card"), SERIES_WIDTH);
    layout_cell(&list->text, text_of(list->app, "Until"), UNTIL_WIDTH);
    buffer_text(&list->text, "\n");
}

static void put_own(struct key_list *list)
{
    put_heading(list, N_("The authority's own cards:"));
    for (size_t i = 0; i < list->count; i++) {
        const struct keydir_trusted *own = &list->history[i];
        const char *state = state_of(&own->card, false, list->now);
        json_t *json = card_json(&own->card, &own->fingerprint, state);
        put_card(list, &own->card, state);
        put_recipients(list, &own->card, json);
        json_array_append_new(list->own, json);
    }
}

static enum status put_sender(void *context, const struct sender *sender, struct error *err)
{
    (void)err;
    struct key_list *list = context;
    char moment[MOMENT_SIZE];
    char revoked[MOMENT_SIZE];
    const char *state = state_of(&sender->card, sender->revoked, list->now);
    json_t *json = card_json(&sender->card, &sender->fingerprint, state);
    moment_format(moment, sender->enrolled);
    moment_format(revoked, sender->revoked_at);
    json_t *more =
        json_pack("{s:s,s:s,s:s?,s:s?}", "group", sender->card.group, "enrolled", moment, "revoked",
            sender->revoked ? revoked : NULL, "because", sender->revoked ? sender->reason : NULL);
    json_object_update(json, more);
    json_decref(more);
    json_array_append_new(list->senders, json);
    put_card(list, &sender->card, state);
    return STATUS_OK;
}

static enum status gather(struct key_list *list, struct error *err)
{
    struct opened_register *opened = &list->opened;
    TRY(keydir_history(&opened->keys, &list->history, &list->count, err));
    opened_register_mark(list->app, opened, &list->text);
    put_own(list);
    buffer_text(&list->text, "\n");
    put_heading(list, N_("Enrolled senders:"));
    return senders_each(&opened->store, put_sender, list, err);
}

static enum status print(struct key_list *list, struct error *err)
{
    if (!list->app->json)
        return app_print(list->app, &list->text, err);
    return app_print_json(
        list->app, json_pack("{s:O,s:O}", "own", list->own, "senders", list->senders), err);
}

static enum status run(struct app *app, struct error *err)
{
    struct key_list list = {.app = app,
        .now = clock_now(),
        .opened = OPENED_REGISTER_NONE,
        .own = json_array(),
        .senders = json_array()};
    enum status status;
    TRY_OUT(opened_register_open(app, OPENED_TO_READ, &list.opened, err));
    TRY_OUT(gather(&list, err));
    TRY_OUT(print(&list, err));
out:
    json_decref(list.own);
    json_decref(list.senders);
    buffer_free(&list.text);
    free(list.history);
    opened_register_close(&list.opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command keys_command = {
    .name = "keys",
    .summary = N_("Lists all cards: your own and those of the senders, with their state."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
