/* A progress bar on standard error, drawn only if that is a terminal, at most ten times a second.
 */
#ifndef CMD_UI_PROGRESS_H
#define CMD_UI_PROGRESS_H

#include "cmd/ui/app.h"
#include "format/payload.h"

#include <stdbool.h>
#include <stdint.h>

struct progress {
    FILE *out;
    const char *label;
    uint64_t total; /* bytes, or things */
    uint64_t done;
    uint64_t started; /* milliseconds of a clock that only goes forward */
    uint64_t drawn;
    bool counting; /* things, not bytes */
    bool shown;    /* whether it is drawn at all */
};

/* label: translated, borrowed. total: 0 if it is not known. */
void progress_start(struct progress *progress, struct app *app, const char *label, uint64_t total);

/* The same for things that are counted one by one. */
void progress_start_counting(
    struct progress *progress, struct app *app, const char *label, uint64_t total);

/* Tells the total of one that was started without; context is the struct progress. */
void progress_expect(void *context, uint64_t total);

/* Counts more bytes, or things; context as above. */
void progress_advance(void *context, uint64_t bytes);

/* Takes the bar away from the terminal, for what is printed meanwhile; it is drawn anew at the next
 * advance. */
void progress_hide(struct progress *progress);

/* Takes the bar away from the terminal for good. To be called on every way out before anything is
 * printed.
 */
void progress_finish(struct progress *progress);

/* For the functions of format/ that report bytes as they pass. */
struct stream_progress progress_stream(struct progress *progress);

/* Members of a payload, counted on their way to whoever takes them. */
struct progress_members {
    struct progress progress;
    struct payload_receiver to;
};

/* A receiver that hands on to `to` all that it gets, and counts the bytes. size: of them all. The
 * bar is to be ended with progress_finish(&members->progress). */
struct payload_receiver progress_receiver(struct progress_members *members, struct app *app,
    const char *label, uint64_t size, struct payload_receiver to);

#endif
