/* The transfer slip of a bundle (report/html_slip.h), filled with what is known where it is made.
 */
#ifndef CMD_UI_SLIP_H
#define CMD_UI_SLIP_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/fingerprint.h"
#include "format/keydir.h"

#include <stdint.h>

/* What the bundle's file shows to everyone (cmd/ui/envelope.h, or what sealing returned). */
struct slip_bundle {
    const char *path; /* borrowed */
    struct fingerprint digest;
    uint64_t size;
};

/* Loads what draws a slip's code (late_qrencode): a struct command's load, to be done before the
 * next. */
enum status slip_load(const struct app *app, struct error *err) MUST_USE;

/* Appends the slip as a page. dir: the keys whose journal, own cards and trusted cards say what the
 * file itself does not show; NULL if there are none at hand. Of a bundle that the journal lacks
 * there is a warning, and the slip has empty lines, as it has without keys. The failures of
 * journal_load, keydir_latest_card, keydir_history and keydir_trusted_list. */
enum status slip_page(struct app *app, const struct keydir *dir, const struct slip_bundle *bundle,
    struct buffer *page, struct error *err) MUST_USE;

/* Whether a slip can be written as path (output_judge): STATUS_USAGE, REASON_BAD_VALUE too for a
 * name that ends as a bundle's. */
enum status slip_judge(struct app *app, const char *path, struct error *err) MUST_USE;

/* The page, written as path (slip_judge, output_create). */
enum status slip_write(struct app *app, const struct keydir *dir, const struct slip_bundle *bundle,
    const char *path, struct error *err) MUST_USE;

#endif
