/* Receiving what was found on media, and showing what became of it. */
#ifndef CMD_AUTHORITY_RECEIVING_H
#define CMD_AUTHORITY_RECEIVING_H

#include "base/error.h"
#include "cmd/authority/media.h"
#include "cmd/authority/receive_report.h"
#include "cmd/ui/app.h"
#include "register/receive.h"

/* Receives each file, those in containers last, and shows and counts its verdict: a row in the
 * report, or with --json an object. One bad bundle never stops the others, and neither does one
 * that cannot be read: that is in the report. Containers that hold nothing to receive are added to
 * what is left aside. */
enum status receiving_all(struct app *app, const struct receiver *receiver, struct media *media,
    struct receive_report *report, struct error *err) MUST_USE;

#endif
