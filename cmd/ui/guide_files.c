/* The files of answers that a guide finds in the working directory. */
#include "base/file.h"
#include "base/local_time.h"
#include "base/memory.h"
#include "base/shown.h"
#include "base/system/place.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/names_like.h"
#include "report/layout.h"
#include "report/line_break.h"

#include <stdlib.h>

enum { CHOICES_MAX = 16 }; /* keys 'a' to 'p', before the q that ends */

static const char *const READ[] = {".json", ".xlsx", ".ods", NULL};
static const char *const UNREAD[] = {".xls", ".xlsm", ".xlsb", ".fods", ".csv", ".numbers", NULL};

/* "answers*.json" and so on: browsers and copies put something between, such as " (1)". */
static struct list find_files(const struct guide *guide, const char *const *ending)
{
    return names_like(text_of(guide->app, N_("answers")), ending);
}

static void take_answers(struct guide *guide, const char *path)
{
    char *copy = name_as_path(path);
    free(guide->answers);
    guide->answers = copy;
}

static bool is_newer(const char *path, const char *other)
{
    int64_t one;
    int64_t two;
    return place_changed(path, &one) && (!place_changed(other, &two) || one > two);
}

/* Parts what was found: the only file of this round, NULL if there are several or none; and of
 * those of last time the one that was written last. */
static const char *find_only(const struct list *found, struct guide *guide, bool *several)
{
    const char *only = NULL;
    const char *earlier = NULL;
    char **file = found->items;
    *several = false;
    for (size_t i = 0; i < found->count; i++) {
        const char *path = file[i];
        if (!guide_is_earlier(guide, path)) {
            *several = *several || only != NULL;
            only = path;
        } else if (earlier == NULL || is_newer(path, earlier)) {
            earlier = path;
        }
    }
    guide_set_aside(guide, earlier);
    return *several ? NULL : only;
}

bool guide_name_answers(struct guide *guide)
{
    bool several;
    if (guide->app->options->operands > 0) {
        take_answers(guide, guide->app->options->operand[0]);
        return true;
    }
    if (guide->chosen && file_exists(guide->answers))
        return true;
    struct list found = find_files(guide, READ);
    const char *only = find_only(&found, guide, &several);
    char *name = guide_name_form(guide, READ[0]);
    take_answers(guide, only != NULL ? only : name);
    free(name);
    list_free_texts(&found);
    return !several;
}

char *guide_find_unsure(const struct guide *guide)
{
    struct list found = find_files(guide, READ);
    const char *unsure = NULL;
    bool told = false;
    char **file = found.items;
    for (size_t i = 0; i < found.count; i++) {
        int64_t written;
        told = told || guide_has_form_name(guide, file[i]);
        if (place_changed(file[i], &written) && written > guide->asked.earlier_until &&
            written <= guide->asked.unsure_until && (unsure == NULL || is_newer(file[i], unsure)))
            unsure = file[i];
    }
    char *path = told || unsure == NULL ? NULL : memory_text(unsure);
    list_free_texts(&found);
    return path;
}

static void show_file(struct guide *guide, const char key[2], const char *path)
{
    int64_t written;
    char moment[LOCAL_TIME_SIZE];
    struct buffer name = {0};
    struct buffer line = {0};
    if (place_changed(path, &written))
        local_time_format(moment, written);
    else
        moment[0] = '\0';
    shown_printf(&name, "%s", path);
    buffer_printf(&line, "  %s  " LINE_HANG, key);
    buffer_printf(&line, text_of(guide->app, "%s, saved %s"), buffer_string(&name), moment);
    buffer_text(&line, "\n");
    buffer_free(&name);
    talk_show(&guide->talk, &line);
}

static enum status choose_of(
    struct guide *guide, const struct list *found, bool *go_on, struct error *err)
{
    char keys[CHOICES_MAX + 1] = {0};
    const char *path[CHOICES_MAX];
    size_t count = 0;
    char key;
    char **file = found->items;
    for (size_t i = 0; i < found->count && count < CHOICES_MAX; i++) {
        const char name[] = {(char)('a' + count), '\0'};
        if (guide_is_earlier(guide, file[i]))
            continue;
        keys[count] = name[0];
        path[count++] = file[i];
        show_file(guide, name, file[i]);
    }
    guide_show_choice(guide, "q", N_("end; start `sigill guide` again to go on"));
    TRY(guide_ask_key(guide, keys, &key, err));
    *go_on = key != 'q';
    guide->chosen = *go_on;
    if (*go_on)
        take_answers(guide, path[key - 'a']);
    return STATUS_OK;
}

enum status guide_choose_answers(struct guide *guide, bool *go_on, struct error *err)
{
    static const char *const why[] = {
        N_("Several files here may hold the answers, and one of them is sealed. Which one do you mean? The "
           "others stay as they are."),
        NULL};
    guide_explain(guide, text_of(guide->app, "Step 4 of 5: the answers"), why);
    guide_say_unread(guide);
    struct list found = find_files(guide, READ);
    enum status status = choose_of(guide, &found, go_on, err);
    list_free_texts(&found);
    return status;
}

void guide_say_unread(struct guide *guide)
{
    struct buffer text = {0};
    struct list found = find_files(guide, UNREAD);
    char **file = found.items;
    for (size_t i = 0; i < found.count; i++) {
        struct buffer sentence = {0};
        shown_printf(&sentence,
            text_of(guide->app,
                "%s lies here too and cannot be read: if the answers are in it, open it and save it as .xlsx."),
            file[i]);
        layout_paragraph(&text, "", buffer_string(&sentence));
        buffer_free(&sentence);
    }
    list_free_texts(&found);
    talk_show(&guide->talk, &text);
}
