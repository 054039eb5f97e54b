#include "cmd/ui/progress.h"

#include "base/buffer.h"
#include "base/system/channel.h"
#include "base/system/console.h"
#include "base/text.h"
#include "cmd/ui/charset.h"
#include "cmd/ui/screen.h"

enum {
    REDRAW_MILLISECONDS = 100,
    BAR_WIDTH = 30,
    BESIDE_BAR = 20, /* columns for the percentage and the amount */
    MILLION = 1000000
};

static void put_amount(const struct progress *progress, uint64_t now, struct buffer *line)
{
    uint64_t elapsed = now - progress->started;
    double rate = elapsed == 0 ? 0 : (double)progress->done / MILLION / ((double)elapsed / 1000);
    if (progress->counting) {
        buffer_printf(line, ", %llu", (unsigned long long)progress->done);
        return;
    }
    if (progress->total == 0)
        buffer_printf(line, "%llu MB", (unsigned long long)(progress->done / MILLION));
    buffer_printf(line, ", %.0f MB/s", rate);
}

/* On a narrow terminal the bar is short, or left out: what is broken cannot be written over. */
static void put_bar(const struct progress *progress, double part, struct buffer *line)
{
    size_t columns = screen_columns(fileno(progress->out));
    size_t others = text_width(progress->label) + BESIDE_BAR;
    int width = columns == 0 || columns > others + BAR_WIDTH ? BAR_WIDTH
                : columns > others                           ? (int)(columns - others)
                                                             : 0;
    for (int i = 0; i < width; i++)
        buffer_text(line, i < (int)(part * width) ? "█" : "░");
    buffer_printf(line, " %3d %%", (int)(part * 100));
}

/* In the letters that the terminal has. "\r" goes to the line's beginning, "\033[K" clears what is
 * left of it (ECMA-48, EL). */
static void draw(struct progress *progress, uint64_t now)
{
    double part = progress->total == 0 ? 0 : (double)progress->done / (double)progress->total;
    enum charset charset = charset_of_terminal(fileno(progress->out));
    struct buffer line = {0};
    struct buffer folded = {0};
    struct buffer encoded = {0};
    part = part > 1 ? 1 : part;
    buffer_printf(&line, "\r%s ", progress->label);
    if (progress->total > 0)
        put_bar(progress, part, &line);
    put_amount(progress, now, &line);
    charset_fold(&folded, (const char *)line.data, line.length, charset);
    charset_encode(&encoded, (const char *)folded.data, folded.length, charset);
    buffer_text(&encoded, "\033[K");
    (void)console_print(progress->out, encoded.data, encoded.length);
    fflush(progress->out);
    progress->drawn = now;
    buffer_free(&line);
    buffer_free(&folded);
    buffer_free(&encoded);
}

static void start(struct progress *progress, struct app *app)
{
    progress->out = app->err;
    progress->shown = console_is(fileno(app->err));
    progress->started = (uint64_t)channel_clock();
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

void progress_expect(void *context, uint64_t total)
{
    struct progress *progress = context;
    progress->total = total;
}

void progress_advance(void *context, uint64_t bytes)
{
    struct progress *progress = context;
    progress->done += bytes;
    if (!progress->shown)
        return;
    uint64_t now = (uint64_t)channel_clock();
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
