/* The card beside a bundle of an unknown sender: shown so that one can ring back, believed in
 * nothing (S2). */
#ifndef CMD_AUTHORITY_BESIDE_H
#define CMD_AUTHORITY_BESIDE_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/card.h"
#include "format/fingerprint.h"
#include "register/receive.h"

#include <stdbool.h>

#define BESIDE_NAME "sender.card"

/* Of other names so many are opened for one bundle, each by a worker of its own: a medium with ten
 * thousand cards must not hold up the others. */
#define BESIDE_CARDS_MAX 16

struct beside {
    char *path;    /* owned; NULL if no card lies there */
    bool readable; /* the rest is set */
    bool renewed;  /* of an organisation that is enrolled, by its number, with another card */
    bool signer;   /* it carries the key that made the bundle's signature */
    struct card card;
    struct fingerprint fingerprint;
};

/* Looks in the bundle's own directory for sender.card, and then for cards of other names
 * (card_names) that are the bundle's, if the verdict is that its sender is unknown,
 * or that its signature holds under no key of its number: numbers are free to choose, so another
 * key that is enrolled may have that of a sender who is not. Then only a card whose key made the
 * signature is taken. Of an unknown sender sender.card is shown even if it is not the bundle's. Or
 * if the bundle names another card of an enrolled key: then only one of that number is, which may
 * be the renewed one. A worker opens it. *beside is the caller's (beside_free); a card that cannot
 * be read is no failure. */
void beside_look(const struct receiver *receiver, const char *bundle, const struct verdict *verdict,
    struct beside *beside);
void beside_free(struct beside *beside);

/* Appends what it says, each line behind the indent; nothing if there is none. */
void beside_describe(
    const struct app *app, const struct beside *beside, const char *indent, struct buffer *out);

/* {"file","name","number","group","role","fingerprint","fingerprint_text","signer","verified":false},
 * all but "file" and "verified" null if it cannot be read; null if there is no card. */
json_t *beside_json(const struct beside *beside);

#endif
