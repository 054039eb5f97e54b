#include "cmd/ui/catalogues.h"

enum status catalogues_load(struct app *app, const struct edition *edition,
    struct catalogues *catalogues, struct error *err)
{
    (void)app;
    *catalogues = (struct catalogues){.support = support_builtin()};
    if (!support_is_for(catalogues->support, edition)) {
        support_free(catalogues->support);
        catalogues->support = NULL;
    }
    return recommendations_builtin(edition, &catalogues->recommendations, err);
}

void catalogues_free(struct catalogues *catalogues)
{
    support_free(catalogues->support);
    recommendations_free(catalogues->recommendations);
    *catalogues = (struct catalogues){0};
}
