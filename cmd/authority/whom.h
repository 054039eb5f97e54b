/* The organisations that a word of the command line means: by number, name or group. */
#ifndef CMD_AUTHORITY_WHOM_H
#define CMD_AUTHORITY_WHOM_H

#include "base/error.h"
#include "base/list.h"
#include "format/card.h"
#include "format/organisation_number.h"
#include "register/store.h"

#include <stdbool.h>

/* As the newest card of an organisation has it. */
struct whom {
    char number[ORGANISATION_NUMBER_SIZE];
    char name[CARD_NAME_MAX + 1];
    char group[CARD_GROUP_MAX + 1];
};

/* An empty list of struct whom; free(items) releases it. */
#define WHOM_NONE ((struct list){.size = sizeof(struct whom)})

/* Adds the enrolled organisations that are meant, by number: the one that has the number; else all
 * of the group of that id; else the one of that name; else the only one whose name has it in it.
 * Capitals and small letters are the same. one: a group is not meant by it. STATUS_REFUSED:
 * REASON_NOT_FOUND if there is none, REASON_BAD_VALUE if it may be several, of which the text names
 * some. */
enum status whom_find(struct store *store, const char *typed, bool one, struct list *found,
    struct error *err) MUST_USE;

/* Whether a list has the organisation of a number. */
bool whom_has(const struct list *list, const char *number);

/* Adds every enrolled organisation, by number. */
enum status whom_all(struct store *store, struct list *found, struct error *err) MUST_USE;

/* The number of the one organisation that is meant, as whom_find with one. */
enum status whom_number(struct store *store, const char *typed,
    char number[ORGANISATION_NUMBER_SIZE], struct error *err) MUST_USE;

#endif
