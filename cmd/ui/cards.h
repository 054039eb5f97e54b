/* What the subcommands that take or make a card share. */
#ifndef CMD_UI_CARDS_H
#define CMD_UI_CARDS_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/card.h"
#include "format/editions.h"
#include "format/fingerprint.h"

#include <jansson.h>
#include <stdbool.h>

/* Appends a card's file, unread. */
enum status cards_read(const char *path, struct buffer *frame, struct error *err) MUST_USE;

/* The value of --fingerprint (OPTION_FINGERPRINT): STATUS_USAGE if it is not given, or not of a
 * fingerprint's form. */
enum status cards_fingerprint_given(
    struct app *app, struct fingerprint_given *given, struct error *err) MUST_USE;

/* Whether a card that was opened may be taken into use at that moment: STATUS_REFUSED with
 * REASON_EXPIRED_KEY after its last day, and with REASON_EXAMPLE_KEY as keys_judge_example. A card
 * whose first day is still to come is not refused: the clock of an offline machine may be behind.
 */
enum status cards_judge(
    struct app *app, const struct card *card, int64_t now, struct error *err) MUST_USE;

/* What a card says otherwise than the one that stands for the same party here until now: each
 * change of name, number or group is a warning, and together they are confirmed (confirm). A card
 * that vouches for itself may otherwise come under another name unseen. listed: one of many, which
 * no one is asked about: without --yes STATUS_REFUSED, REASON_NOT_TRUSTED. The caller's command has
 * OPTION_YES. */
enum status cards_confirm_changes(struct app *app, const struct card *before,
    const struct card *card, bool listed, struct error *err) MUST_USE;

/* The id of the group that --group names, as people type it (edition_typed_group): that of the
 * first edition that has it, a built-in one or the one of --edition (OPTION_EDITION). STATUS_USAGE,
 * REASON_BAD_VALUE if none has, and the text names the groups; an edition's file that is refused is
 * STATUS_REFUSED. */
enum status cards_typed_group(
    struct app *app, const char *typed, char group[CARD_GROUP_MAX + 1], struct error *err) MUST_USE;

/* Whether one of these editions has the group: else STATUS_REFUSED, REASON_BAD_VALUE, and the text
 * names the groups. */
enum status cards_judge_group(
    const struct editions *editions, const char *group, struct error *err) MUST_USE;

/* Puts the organisation, as its card says it, into a draft (format/draft.h); nothing of an
 * authority. */
void cards_fill_in(const struct card *card, json_t *draft);

/* Appends who a card is of, its validity and its fingerprint, as lines for people. */
void cards_describe(const struct app *app, const struct card *card,
    const struct fingerprint *fingerprint, struct buffer *out);

/* {"name","number","role","fingerprint","fingerprint_text"}; number is null for an authority. NULL
 * if there is no memory. */
json_t *cards_json(const struct card *card, const struct fingerprint *fingerprint);

/* Warns if the card, which is valid now, ends within CARDS_END_SOON; own: it is the user's. */
#define CARDS_END_SOON                                                                             \
    ((int64_t)60 * 86400) /* ours: time to make, send and compare the next one                     \
                           */
void cards_warn_of_end(struct app *app, const struct card *card, bool own, int64_t now);

#endif
