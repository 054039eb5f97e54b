#include "cmd/ui/catalogues.h"

#include "cmd/ui/held_kit.h"

/* Of those in the kit the first that is for the edition; loads is its reader. *out stays NULL if
 * there is none. */
static enum status from_kit(const struct keydir_kit *kit, enum kit_member member,
    const struct edition *edition,
    enum status (*loads)(const struct edition *edition, const void *bytes, size_t length,
        const char *name, void *out, struct error *err),
    void *out, struct error *err)
{
    struct buffer bytes = {0};
    const struct kit_file *file;
    size_t place = 0;
    bool taken = false;
    enum status status = STATUS_OK;
    while (!taken && (file = keydir_kit_next(kit, member, &place)) != NULL) {
        struct error own;
        char id[KIT_ID_SIZE];
        bool found = false;
        error_init(&own, err == NULL ? NULL : err->catalog);
        (void)kit_path_read(file->path, &member, id);
        bytes.length = 0;
        TRY_OUT(keydir_kit_read(kit, member, id, &bytes, &found, err));
        status = loads(edition, bytes.data, bytes.length, file->path, out, &own);
        taken = status == STATUS_OK;
        if (!taken && own.reason != REASON_UNKNOWN_EDITION) {
            if (err != NULL)
                *err = own;
            goto out;
        }
        status = STATUS_OK;
    }
out:
    buffer_free(&bytes);
    return status;
}

static enum status load_kit_support(const struct edition *edition, const void *bytes, size_t length,
    const char *name, void *out, struct error *err)
{
    return support_load(edition, bytes, length, name, out, err);
}

static enum status load_kit_recommendations(const struct edition *edition, const void *bytes,
    size_t length, const char *name, void *out, struct error *err)
{
    return recommendations_load(edition, bytes, length, name, out, err);
}

static enum status load_from_kit(struct app *app, const struct edition *edition,
    struct catalogues *catalogues, struct error *err)
{
    const struct keydir_kit *kit;
    TRY(kit_of_app(app, &kit, err));
    if (kit == NULL)
        return STATUS_OK;
    TRY(from_kit(kit, KIT_SUPPORT, edition, load_kit_support, &catalogues->support, err));
    return from_kit(kit, KIT_RECOMMENDATIONS, edition, load_kit_recommendations,
        &catalogues->recommendations, err);
}

static struct support *built_in_support(const struct edition *edition)
{
    struct support *support = support_builtin();
    if (support_is_for(support, edition))
        return support;
    support_free(support);
    return NULL;
}

enum status catalogues_load(struct app *app, const struct edition *edition,
    struct catalogues *catalogues, struct error *err)
{
    *catalogues = (struct catalogues){0};
    TRY(load_from_kit(app, edition, catalogues, err));
    if (catalogues->support == NULL)
        catalogues->support = built_in_support(edition);
    if (catalogues->recommendations != NULL)
        return STATUS_OK;
    return recommendations_builtin(edition, &catalogues->recommendations, err);
}

void catalogues_free(struct catalogues *catalogues)
{
    support_free(catalogues->support);
    recommendations_free(catalogues->recommendations);
    *catalogues = (struct catalogues){0};
}
