#include "cmd/authority/panel_publishing.h"

#include "analysis/publish_panel.h"
#include "base/memory.h"
#include "cmd/authority/published.h"
#include "cmd/authority/publishing.h"

#include <stdlib.h>

/* One of the two rounds, while it is protected. */
struct panel_publishing {
    struct publishing publishing;
    struct stats_table *stats; /* owned */
};

/* The collection of the analysis is that of the round meanwhile. */
static enum status protect_panel_round(struct app *app, struct analysis *analysis,
    struct collection *collection, struct panel_publishing *made, struct error *err)
{
    struct collection own = analysis->collection;
    enum status status;
    analysis->collection = *collection;
    made->stats = memory_new(1, sizeof *made->stats);
    TRY_OUT(publishing_begin(app, analysis, &made->publishing, err));
    result_stats(&analysis->collection, &analysis->selection, false, made->stats);
    status = publishing_protect(analysis, &made->publishing, false, made->stats, err);
out:
    analysis->collection = own;
    made->publishing.source.collection = collection;
    return status;
}

static enum status note_panel(struct app *app, struct opened_register *opened,
    const struct panel_publishing made[], const struct panel *panel, struct error *err)
{
    for (size_t i = 0; i < PANEL_ROUNDS; i++)
        TRY(published_panel_judge(app, opened, &made[i].publishing, panel, i, err));
    for (size_t i = 0; i < PANEL_ROUNDS; i++)
        TRY(published_panel_note(app, opened, &made[i].publishing, panel, i, err));
    return STATUS_OK;
}

enum status panel_publishing_make(struct app *app, struct analysis *analysis,
    struct collection *first, struct panel *panel, struct error *err)
{
    struct collection *collection[PANEL_ROUNDS] = {first, &analysis->collection};
    struct panel_publishing made[PANEL_ROUNDS] = {0};
    struct publish_panel_round round[PANEL_ROUNDS];
    enum status status = STATUS_OK;
    for (size_t i = 0; i < PANEL_ROUNDS; i++) {
        TRY_OUT(protect_panel_round(app, analysis, collection[i], &made[i], err));
        round[i] = (struct publish_panel_round){
            &made[i].publishing.source, made[i].publishing.rounded, made[i].stats};
    }
    for (size_t i = 0; i < PANEL_ROUNDS; i++)
        publish_panel_digest(
            collection[i], collection[1 - i], panel->late, made[i].publishing.values);
    TRY_OUT(publish_panel(round, made[0].publishing.least, panel, err));
    status = note_panel(app, &analysis->opened, made, panel, err);
out:
    for (size_t i = 0; i < PANEL_ROUNDS; i++) {
        publishing_end(&made[i].publishing);
        free(made[i].stats);
    }
    return status;
}
