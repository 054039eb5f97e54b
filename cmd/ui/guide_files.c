/* The files of answers that a guide finds in the working directory. */
#include "base/file.h"
#include "base/local_time.h"
#include "base/memory.h"
#include "base/shown.h"
#include "cmd/ui/guide_parts.h"
#include "report/layout.h"
#include "report/line_break.h"

#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { CHOICES_MAX = 16 }; /* keys 'a' to 'p', before the q that ends */

static const char *const READ[] = {".json", ".xlsx", ".ods", NULL};
static const char *const UNREAD[] = {".xls", ".xlsm", ".xlsb", ".fods", ".csv", ".numbers", NULL};

/* "answers*.json" and so on: browsers and copies put something between, such as " (1)". */
static void find_files(const struct guide *guide, const char *const *ending, glob_t *found)
{
    *found = (glob_t){0};
    for (int flags = 0; *ending != NULL; ending++) {
        char *pattern = memory_printf("%s*%s", text_of(guide->app, N_("answers")), *ending);
        if (glob(pattern, flags, NULL, found) == 0)
            flags = GLOB_APPEND;
        free(pattern);
    }
}

static void take_answers(struct guide *guide, const char *path)
{
    char *copy = memory_text(path);
    free(guide->answers);
    guide->answers = copy;
}

static bool is_newer(const char *path, const char *other)
{
    struct stat one = {0};
    struct stat two = {0};
    return stat(path, &one) == 0 &&
           (stat(other, &two) != 0 || one.st_mtim.tv_sec > two.st_mtim.tv_sec);
}

/* Parts what was found: the only file of this round, NULL if there are several or none; and of
 * those of last time the one that was written last. */
static const char *find_only(const glob_t *found, struct guide *guide, bool *several)
{
    const char *only = NULL;
    const char *earlier = NULL;
    *several = false;
    for (size_t i = 0; i < found->gl_pathc; i++) {
        const char *path = found->gl_pathv[i];
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
    glob_t found;
    bool several;
    if (guide->app->options->operands > 0) {
        take_answers(guide, guide->app->options->operand[0]);
        return true;
    }
    if (guide->chosen && file_exists(guide->answers))
        return true;
    find_files(guide, READ, &found);
    const char *only = find_only(&found, guide, &several);
    char *name = guide_name_form(guide, READ[0]);
    take_answers(guide, only != NULL ? only : name);
    free(name);
    globfree(&found);
    return !several;
}

static void show_file(struct guide *guide, const char key[2], const char *path)
{
    struct stat about = {0};
    char moment[LOCAL_TIME_SIZE];
    struct buffer name = {0};
    struct buffer line = {0};
    if (stat(path, &about) == 0)
        local_time_format(moment, about.st_mtim.tv_sec);
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
    struct guide *guide, const glob_t *found, bool *go_on, struct error *err)
{
    char keys[CHOICES_MAX + 1] = {0};
    const char *path[CHOICES_MAX];
    size_t count = 0;
    char key;
    for (size_t i = 0; i < found->gl_pathc && count < CHOICES_MAX; i++) {
        const char name[] = {(char)('a' + count), '\0'};
        if (guide_is_earlier(guide, found->gl_pathv[i]))
            continue;
        keys[count] = name[0];
        path[count++] = found->gl_pathv[i];
        show_file(guide, name, found->gl_pathv[i]);
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
    glob_t found;
    guide_explain(guide, text_of(guide->app, "Step 4 of 5: the answers"), why);
    guide_say_unread(guide);
    find_files(guide, READ, &found);
    enum status status = choose_of(guide, &found, go_on, err);
    globfree(&found);
    return status;
}

void guide_say_unread(struct guide *guide)
{
    glob_t found;
    struct buffer text = {0};
    find_files(guide, UNREAD, &found);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct buffer sentence = {0};
        shown_printf(&sentence,
            text_of(guide->app,
                "%s lies here too and cannot be read: if the answers are in it, open it and save it as .xlsx."),
            found.gl_pathv[i]);
        layout_paragraph(&text, "", buffer_string(&sentence));
        buffer_free(&sentence);
    }
    globfree(&found);
    talk_show(&guide->talk, &text);
}
