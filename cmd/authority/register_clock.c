#include "cmd/authority/register_clock.h"

#include <sys/stat.h>

enum status register_clock_doubt(
    struct app *app, int64_t now, const struct audit *audit, struct error *err)
{
    const struct clock_witness known[] = {
        {audit->last.time, N_("the register was last changed")},
        {audit->last.count == 0 ? audit->head.time : 0, N_("the register was made")},
    };
    size_t count = sizeof known / sizeof known[0];
    const struct clock_witness newest = clock_doubt_newest(known, count);
    TRY(clock_doubt_ahead(app, now, &newest, err));
    return clock_doubt(app, now, known, count, err);
}

enum status register_clock_doubt_media(
    struct app *app, int64_t now, const struct media *media, struct error *err)
{
    struct clock_witness newest = {0, N_("the newest file on the medium was written")};
    for (size_t i = 0; i < media->files; i++) {
        struct stat about;
        if (lstat(media->file[i].path, &about) == 0 && about.st_mtime > newest.moment)
            newest.moment = about.st_mtime;
    }
    return clock_doubt(app, now, &newest, 1, err);
}
