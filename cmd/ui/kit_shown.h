/* What is in a kit, for people. */
#ifndef CMD_UI_KIT_SHOWN_H
#define CMD_UI_KIT_SHOWN_H

#include "base/buffer.h"
#include "cmd/ui/app.h"
#include "format/keydir_kit.h"

/* Appends whose kit it is, its number and day, the rounds and the members. */
void kit_shown(const struct app *app, const struct card *card, const struct kit *kit,
    const struct kit_rounds *rounds, struct buffer *out);

/* Appends what is other than in the kit that is held: the authority, rounds, members. */
void kit_shown_changes(const struct app *app, const struct keydir_kit *held,
    const struct card *card, const struct kit *kit, const struct kit_rounds *rounds,
    struct buffer *out);

#endif
