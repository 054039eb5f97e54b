/* The catalogues beside an edition, as a subcommand needs them: what support there is, and what is
 * recommended. */
#ifndef CMD_UI_CATALOGUES_H
#define CMD_UI_CATALOGUES_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/edition.h"
#include "format/recommendations.h"
#include "format/support.h"

/* Either is NULL where there is none for the edition. A zeroed struct holds nothing. */
struct catalogues {
    struct support *support;
    struct recommendations *recommendations;
};

/* Those for that edition. *catalogues is the caller's (catalogues_free), also on failure. */
enum status catalogues_load(struct app *app, const struct edition *edition,
    struct catalogues *catalogues, struct error *err) MUST_USE;

void catalogues_free(struct catalogues *catalogues);

#endif
