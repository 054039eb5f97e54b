#include "cmd/ui/progress.h"

#include <time.h>
#include <unistd.h>

enum { REDRAW_MILLISECONDS = 100, BAR_WIDTH = 30, MILLION = 1000000 };

static uint64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / MILLION;
}

static void draw_amount(const struct progress *progress, uint64_t now)
{
    uint64_t elapsed = now - progress->started;
    double rate = elapsed == 0 ? 0 : (double)progress->done / MILLION / ((double)elapsed / 1000);
    if (progress->counting) {
        fprintf(progress->out, ", %llu", (unsigned long long)progress->done);
        return;
    }
    if (progress->total == 0)
        fprintf(progress->out, "%llu MB", (unsigned long long)(progress->done / MILLION));
    fprintf(progress->out, ", %.0f MB/s", rate);
}

/* "\r" goes to the line's beginning, "\033[K" clears what is left of it (ECMA-48, EL). */
static void draw(struct progress *progress, uint64_t now)
{
    double part = progress->total == 0 ? 0 : (double)progress->done / (double)progress->total;
    part = part > 1 ? 1 : part;
    fprintf(progress->out, "\r%s ", progress->label);
    if (progress->total > 0) {
        for (int i = 0; i < BAR_WIDTH; i++)
            fputs(i < (int)(part * BAR_WIDTH) ? "█" : "░", progress->out);
        fprintf(progress->out, " %3d %%", (int)(part * 100));
    }
    draw_amount(progress, now);
    fputs("\033[K", progress->out);
    fflush(progress->out);
    progress->drawn = now;
}

static void start(struct progress *progress, struct app *app)
{
    progress->out = app->err;
    progress->shown = isatty(fileno(app->err)) == 1;
    progress->started = milliseconds();
    if (progress->shown)
        draw(progress, progress->started);
}

void progress_start(struct progress *progress, struct app *app, const char *label, uint64_t total)
{
    *progress = (struct progress){.label = label, .total = total};
    start(progress, app);
}

void progress_start_counting(
    struct progress *progress, struct app *app, const char *label, uint64_t total)
{
    *progress = (struct progress){.label = label, .total = total, .counting = true};
    start(progress, app);
}

void progress_advance(void *context, uint64_t bytes)
{
    struct progress *progress = context;
    progress->done += bytes;
    if (!progress->shown)
        return;
    uint64_t now = milliseconds();
    if (now - progress->drawn >= REDRAW_MILLISECONDS)
        draw(progress, now);
}

void progress_hide(struct progress *progress)
{
    if (!progress->shown)
        return;
    fputs("\r\033[K", progress->out);
    fflush(progress->out);
    progress->drawn = 0;
}

void progress_finish(struct progress *progress)
{
    progress_hide(progress);
    progress->shown = false;
}

struct stream_progress progress_stream(struct progress *progress)
{
    return (struct stream_progress){.advance = progress_advance, .context = progress};
}

/* ---- members of a payload ---- */

static enum status begin_member(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    const struct progress_members *members = context;
    return members->to.begin(members->to.context, place, file, err);
}

static enum status count_member(void *context, const void *bytes, size_t length, struct error *err)
{
    struct progress_members *members = context;
    progress_advance(&members->progress, length);
    return members->to.write(members->to.context, bytes, length, err);
}

struct payload_receiver progress_receiver(struct progress_members *members, struct app *app,
    const char *label, uint64_t size, struct payload_receiver to)
{
    *members = (struct progress_members){.to = to};
    progress_start(&members->progress, app, label, size);
    return (struct payload_receiver){begin_member, count_member, members};
}
