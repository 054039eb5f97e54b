#include "isolate/opening_notes.h"

#include "base/clock.h"

#include <stdarg.h>
#include <stdio.h>

/* The format is a literal at every call; see base/error.c. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void opening_note(struct opening_notes *notes, const struct error *err, const char *format, ...)
{
    if (notes->count == OPENING_NOTES_MAX)
        return;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(notes->note[notes->count++], OPENING_NOTE_SIZE,
        tr(err == NULL ? NULL : err->catalog, format), args);
    va_end(args);
}
#pragma GCC diagnostic pop

/* A card that ends soon is noted while there is time to renew it.
 *
 * The time of sealing is the sender's word, and validity does not go by it: a clock that was wrong
 * there refuses nothing here, but whoever reads the day should know. */
void opening_note_times(struct opening *opening, const struct error *err)
{
    const struct card *card = &opening->signer.card;
    int64_t created = opening->manifest.created;
    char sealed[MOMENT_SIZE];
    char other[MOMENT_SIZE];
    moment_format(sealed, created);
    moment_format(other, opening->policy->now);
    if (created > opening->policy->now + OPENING_CLOCKS_DIFFER)
        opening_note(&opening->notes, err,
            "sealed at %s by the sender's clock, which is after %s, when it came: one of the two "
            "clocks was wrong",
            sealed, other);
    day_format(other, card->valid_until);
    if (card_valid_on(card, opening->policy->now) &&
        card->valid_until <= opening->policy->now + OPENING_CARD_ENDS)
        opening_note(&opening->notes, err, "%s: its card ends on %s; ask for the next one in time",
            card->name, other);
    day_format(other, card->valid_from);
    if (created < card->valid_from - OPENING_CLOCKS_DIFFER)
        opening_note(&opening->notes, err,
            "sealed at %s by the sender's clock, which is before its card of %s was made: that "
            "clock was wrong",
            sealed, other);
}
