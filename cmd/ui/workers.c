#include "cmd/ui/workers.h"

enum status workers_start(struct app *app, struct spawner *spawner, struct error *err)
{
    const char *language = app->catalog == NULL ? "en" : "sv";
    enum status status = spawner_start(NULL, language, spawner, err);
    app_confine(app);
    if (status == STATUS_OK && spawner->source != NULL && worker_source_is_lesser(spawner->source))
        warn(app, "the process that reads bundles is confined, but has no low integrity");
    if (status == STATUS_OK || !option_given(app->options, &OPTION_NO_SANDBOX))
        return status;
    error_init(err, app->catalog);
    *spawner = SPAWNER_UNPROTECTED;
    warn(app, "the process that reads bundles is not confined; it holds the keys");
    return STATUS_OK;
}
