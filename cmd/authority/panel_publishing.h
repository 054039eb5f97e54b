/* A panel that may leave the authority (analysis/publish_panel.h). */
#ifndef CMD_AUTHORITY_PANEL_PUBLISHING_H
#define CMD_AUTHORITY_PANEL_PUBLISHING_H

#include "analysis/result_panel.h"
#include "base/error.h"
#include "cmd/authority/analysis.h"
#include "cmd/ui/app.h"

/* Replaces what must not be shown of it by what may, and notes it in the audit for both rounds.
 * analysis: its register is open, its collection is that of the second round, and of its selection
 * late is set; first: the collection of the other. STATUS_REFUSED, before anything is noted:
 * REASON_EXISTS if figures of either round were published in another form or from other
 * submissions, or if either round was published part by part beside another round, unless --again
 * was given; as publish_panel. */
enum status panel_publishing_make(struct app *app, struct analysis *analysis,
    struct collection *first, struct panel *panel, struct error *err) MUST_USE;

#endif
