/* Receipts that an organisation reads: whose they are, and which bundle of the own journal each is
 * about. */
#ifndef CMD_UI_RECEIPT_READING_H
#define CMD_UI_RECEIPT_READING_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/journal.h"
#include "format/keydir.h"
#include "format/receipt.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What all receipts of one run are read with. A zeroed struct holds nothing. */
struct receipt_reader {
    struct app *app;
    struct keydir dir;
    struct journal journal;
    struct keydir_trusted *trusted; /* owned */
    size_t trusted_count;
};

/* Everything that is known of one receipt; the pointers are into the reader. */
struct receipt_reading {
    struct receipt receipt;
    const struct card *authority;      /* whose key it is signed with */
    const struct journal_entry *entry; /* of the bundle it is about; NULL if it is not ours */
};

/* Opens the public part of the keys that --keys names, the journal and the trusted cards.
 * *reader is the caller's (receipt_reader_close), also on failure. */
enum status receipt_reader_open(
    struct app *app, struct receipt_reader *reader, struct error *err) MUST_USE;
void receipt_reader_close(struct receipt_reader *reader);

/* Reads a receipt's file. STATUS_REFUSED: REASON_BAD_SYNTAX if it is none; REASON_NOT_TRUSTED if no
 * trusted authority has signed it, or another than the one that its bundle was sealed to; else what
 * receipt_open and keys_judge_example find. The text names the file. */
enum status receipt_read(const struct receipt_reader *reader, const char *path,
    struct receipt_reading *reading, struct error *err) MUST_USE;

bool receipt_is_imported(const struct receipt_reading *reading);

/* {"sealed","id","verdict","reason","time","reference","authority","known"}. */
json_t *receipt_json(const struct receipt_reading *reading);

/* Appends what it says, for people. */
void receipt_describe(
    const struct app *app, const struct receipt_reading *reading, struct buffer *text);

#endif
