/* The card beside a bundle of an unknown sender: shown so that one can ring back, believed in
 * nothing (S2). */
#ifndef CMD_UI_BESIDE_H
#define CMD_UI_BESIDE_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/card.h"
#include "format/fingerprint.h"
#include "register/receive.h"

#include <stdbool.h>

#define BESIDE_NAME "sender.card"

struct beside {
    char *path;    /* owned; NULL if no card lies there */
    bool readable; /* the rest is set */
    bool renewed;  /* of an organisation that is enrolled, by its number, with another card */
    bool signer;   /* it carries the key that made the bundle's signature */
    struct card card;
    struct fingerprint fingerprint;
};

/* Looks for sender.card in the bundle's own directory if the verdict is that its sender is unknown,
 * or that its signature holds under no key of its number: numbers are free to choose, so another
 * key that is enrolled may have that of a sender who is not. Then only a card whose key made the
 * signature is taken. Or if the bundle names another card of an enrolled key: then only one of that
 * number is, which may be the renewed one. A worker opens it. *beside is the caller's
 * (beside_free); a card that cannot be read is no failure. */
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
