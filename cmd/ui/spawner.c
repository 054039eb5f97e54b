#include "cmd/ui/spawner.h"

#include "base/memory.h"
#include "crypto/secret.h"
#include "format/editions.h"
#include "format/json.h"
#include "isolate/spawner.h"

#include <stdio.h>
#include <string.h>

enum status spawner_start_for(
    struct app *app, const char *edition, struct spawner *spawner, struct error *err)
{
    const char *language = app->catalog == NULL ? "en" : "sv";
    enum status status = spawner_start(edition, language, spawner, err);
    app_confine(app);
    if (status == STATUS_OK || !option_given(app->options, &OPTION_NO_SANDBOX))
        return status;
    error_init(err, app->catalog);
    *spawner = SPAWNER_UNPROTECTED;
    warn(app, "the process that reads bundles is not confined; it holds the keys");
    return STATUS_OK;
}

bool spawner_is_asked_for(int argc, char **argv)
{
    return argc >= 3 && strcmp(argv[1], SPAWNER_WORD) == 0;
}

int spawner_main(int argc, char **argv)
{
    struct editions editions = {0};
    struct error err;
    const struct catalog *catalog =
        catalog_for(strcmp(argv[2], "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_SWEDISH);
    error_init(&err, catalog);
    json_start();
    memory_words(NULL, tr(catalog, memory_sentence()));
    enum status status = secret_start(&err);
    if (status == STATUS_OK)
        status = editions_load(argc > 3 ? argv[3] : NULL, &editions, &err);
    int ended = (int)status;
    if (status == STATUS_OK)
        ended = spawner_serve(catalog, &editions);
    else
        (void)fprintf(stderr, "%s\n", err.text);
    editions_free(&editions);
    return ended;
}
