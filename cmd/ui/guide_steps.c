/* The steps of a guide. */
#include "base/file.h"
#include "base/memory.h"
#include "base/shown.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/load.h"
#include "format/keydir.h"
#include "format/name.h"
#include "format/organisation_number.h"
#include "report/layout.h"
#include "report/line_break.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The name under which an authority looks for the card of a sender that it does not know
 * (docs/cli.md, "The guide"). */
#define CARD_BESIDE "sender.card"

/* ---- keys ---- */

/* Whoever starts in another folder than last time shall not make other keys unawares. */
static void say_no_keys(struct guide *guide)
{
    struct buffer sentence = {0};
    struct buffer text = {0};
    char *here = getcwd(NULL, 0);
    shown_printf(&sentence,
        text_of(guide->app,
            "There are no keys in the folder %s, looked for in %s. If you have made keys before, they lie "
            "elsewhere: end here, and start `sigill guide` in the folder where you began, or with -k and "
            "the keys' folder."),
        guide->keys, here == NULL ? "." : here);
    free(here);
    layout_paragraph(&text, "", buffer_string(&sentence));
    buffer_free(&sentence);
    talk_show(&guide->talk, &text);
}

static enum status make_keys(struct guide *guide, bool *go_on, struct error *err)
{
    static const char *const why[] = {
        N_("Your keys sign what you send, so that the authority can see that it comes from you, and open "
           "what it sends back. They are made on this computer, and nobody else gets them."),
        N_("They are locked with a passphrase, which you choose now and type twice. Nobody can find it again: "
           "write it down and keep it apart from the keys."),
        NULL};
    char key;
    struct guide_words words = guide_words("keygen");
    guide_explain(guide, text_of(guide->app, "Step 1 of 5: the keys"), why);
    say_no_keys(guide);
    guide_show_choice(guide, "n", N_("make new keys here"));
    guide_show_choice(guide, "q", N_("end; start `sigill guide` again to go on"));
    TRY(guide_ask_key(guide, "n", &key, err));
    *go_on = key != 'q';
    if (!*go_on)
        return STATUS_OK;
    guide_add_option(&words, "-k", guide->keys);
    return guide_run(guide, words.word, go_on, err);
}

/* ---- the own card ---- */

static enum status ask_group(struct guide *guide, const struct edition *edition, const char **group,
    bool *go_on, struct error *err)
{
    char keys[EDITION_GROUPS_MAX + 1] = {0};
    char key;
    talk_say(&guide->talk, text_of(guide->app, "Which kind of organisation is it?"));
    for (size_t i = 0; i < edition->groups; i++) {
        const char name[] = {(char)('a' + i), '\0'};
        struct buffer line = {0};
        keys[i] = name[0];
        buffer_printf(&line, "  %s  " LINE_HANG "%s\n", name, edition->group[i].name);
        talk_show(&guide->talk, &line);
    }
    TRY(guide_ask_key(guide, keys, &key, err));
    *go_on = key != 'q';
    if (*go_on)
        *group = edition->group[key - 'a'].id;
    return STATUS_OK;
}

static bool is_number(struct buffer *line)
{
    char number[ORGANISATION_NUMBER_SIZE];
    return organisation_number_typed(buffer_string(line), line->length, number);
}

static bool is_name(struct buffer *line)
{
    return name_is_allowed(buffer_string(line), line->length);
}

/* Asks until the answer will do, or the user ends. wrong: what is said of one that will not. */
static enum status ask_until(struct guide *guide, const char *question,
    bool (*will_do)(struct buffer *line), const char *wrong, struct buffer *line, bool *go_on,
    struct error *err)
{
    bool good = false;
    while (!good) {
        TRY(guide_ask_line(guide, text_of(guide->app, question), "", line, go_on, err));
        good = !*go_on || will_do(line);
        if (!good)
            talk_say(&guide->talk, text_of(guide->app, wrong));
    }
    return STATUS_OK;
}

static enum status make_card_of(
    struct guide *guide, const struct edition *edition, bool *go_on, struct error *err)
{
    struct buffer name = {0};
    struct buffer number = {0};
    const char *group = NULL;
    struct guide_words words = guide_words("card");
    enum status status;
    TRY_OUT(ask_until(guide, N_("The organisation's name"), is_name,
        N_("That name is too long, or has letters that cannot be seen."), &name, go_on, err));
    if (*go_on)
        TRY_OUT(ask_until(guide, N_("Organisation number"), is_number,
            N_("That is not an organisation number: it has ten digits, and the last checks the "
               "others. Look for a mistyped digit."),
            &number, go_on, err));
    if (*go_on)
        TRY_OUT(ask_group(guide, edition, &group, go_on, err));
    if (!*go_on) {
        status = STATUS_OK;
        goto out;
    }
    guide_add_keys(guide, &words);
    guide_add_option(&words, "--name", buffer_string(&name));
    guide_add_option(&words, "--number", buffer_string(&number));
    guide_add_option(&words, "--group", group);
    guide_add_edition(guide, &words);
    TRY_OUT(guide_run(guide, words.word, go_on, err));
out:
    buffer_free(&name);
    buffer_free(&number);
    return status;
}

static enum status make_card(struct guide *guide, bool *go_on, struct error *err)
{
    static const char *const why[] = {
        N_("Your card says who you are and which keys are yours. It is no secret; the authority needs it to "
           "recognise what you send."),
        N_("The authority calls you, on a number that it knows, and you read the card's fingerprint out, which "
           "is shown when the card is made: so it knows that the card is yours and nobody else's."),
        NULL};
    struct edition *edition = NULL;
    enum status status;
    TRY_OUT(load_edition(guide->app, NULL, &edition, err));
    guide_explain(guide, text_of(guide->app, "Step 2 of 5: your card"), why);
    TRY_OUT(make_card_of(guide, edition, go_on, err));
out:
    edition_free(edition);
    return status;
}

/* ---- sealing ---- */

/* A name for the transfer slip that is not taken. Allocated. */
static char *name_slip(const struct guide *guide)
{
    const char *name = text_of(guide->app, N_("transfer-slip"));
    char *path = memory_printf("%s.html", name);
    for (unsigned i = 2; file_exists(path); i++) {
        free(path);
        path = memory_printf("%s-%u.html", name, i);
    }
    return path;
}

/* As what lies on a medium that is handed over. */
static enum status write_card(const char *path, const struct buffer *frame, struct error *err)
{
    struct new_file file;
    enum status status;
    TRY(new_file_create_anywhere(&file, path, 0666, false, err));
    TRY_OUT(new_file_write(&file, frame->data, frame->length, err));
    status = new_file_commit(&file, err);
out:
    new_file_abandon(&file);
    return status;
}

/* Another card that lies there stays: it may be that of somebody who uses the same medium. */
static enum status keep_card(
    struct guide *guide, const char *path, const struct buffer *frame, struct error *err)
{
    struct buffer there = {0};
    enum status status;
    TRY_OUT(file_read(path, CARD_FILE_MAX, &there, err));
    if (there.length != frame->length || memcmp(there.data, frame->data, there.length) != 0)
        talk_say(&guide->talk,
            text_of(guide->app,
                "On the medium lies another card as sender.card; it is left there. If the authority does not "
                "know yours yet, hand over own.card of your keys."));
out:
    buffer_free(&there);
    return status;
}

/* The own card, beside the bundle: an authority that does not know it yet can ring back. */
static enum status lay_card_beside(struct guide *guide, const char *where, struct error *err)
{
    char *from = path_join(guide->keys, KEYDIR_OWN_CARD);
    char *to = path_join(where, CARD_BESIDE);
    struct buffer frame = {0};
    enum status status;
    TRY_OUT(file_read(from, CARD_FILE_MAX, &frame, err));
    status = file_exists(to) ? keep_card(guide, to, &frame, err) : write_card(to, &frame, err);
out:
    buffer_free(&frame);
    free(from);
    free(to);
    return status;
}

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static enum status ask_where(
    struct guide *guide, struct buffer *where, bool *go_on, struct error *err)
{
    bool there = true;
    do {
        if (!there)
            talk_say(&guide->talk, text_of(guide->app, "There is no such folder."));
        TRY(guide_ask_path(guide,
            text_of(guide->app,
                "The folder of the medium that you carry, such as /media/usb (q ends):"),
            ".", where, go_on, err));
        there = is_folder(buffer_string(where));
    } while (*go_on && !there);
    return STATUS_OK;
}

static enum status seal_to(struct guide *guide, const char *where, bool *go_on, struct error *err)
{
    struct guide_words words = guide_words("seal");
    char *slip = name_slip(guide);
    enum status ended;
    enum status status = STATUS_OK;
    guide_add_word(&words, guide->answers);
    guide_add_keys(guide, &words);
    guide_add_option(&words, "-o", where);
    guide_add_option(&words, "--slip", slip);
    guide_add_edition(guide, &words);
    TRY_OUT(guide_run_plainly(guide, words.word, &ended, err));
    if (ended == STATUS_OK)
        TRY_OUT(lay_card_beside(guide, where, err));
    else
        TRY_OUT(guide_ask_again(guide, go_on, err));
out:
    free(slip);
    return status;
}

static enum status seal_answers(struct guide *guide, bool *go_on, struct error *err)
{
    static const char *const why[] = {
        N_("The answers are checked, signed with your key and sealed to the authority: from then on only it "
           "can open them. You see what is sealed and to whom before it is done, and type your passphrase."),
        N_("The bundle is written straight to the medium that you carry, and read back from there. Your card is "
           "laid beside it. The transfer slip is written into this folder, to print and to sign."),
        NULL};
    struct buffer where = {0};
    enum status status;
    guide_explain(guide, text_of(guide->app, "Step 5 of 5: the seal"), why);
    TRY_OUT(ask_where(guide, &where, go_on, err));
    if (*go_on)
        TRY_OUT(seal_to(guide, buffer_string(&where), go_on, err));
out:
    buffer_free(&where);
    return status;
}

/* ---- the end ---- */

static enum status show_end(struct guide *guide, struct error *err)
{
    static const char *const next[] = {
        N_("The answers are sealed, and have not been changed since."),
        N_("Print the transfer slip, sign it, and carry it with the medium to the authority."),
        N_("If the authority does not know your card yet, it calls you; then read out the fingerprint below."),
        N_("Keep the answers until the receipt has come; `sigill receipt` reads it. If you change the answers, start "
           "`sigill guide` again: the new bundle replaces the old one."),
        NULL};
    struct guide_words words = guide_words("fingerprint");
    enum status ended;
    guide_explain(guide, text_of(guide->app, "Done"), next);
    guide_add_keys(guide, &words);
    return guide_run_plainly(guide, words.word, &ended, err);
}

enum status guide_do_step(struct guide *guide, bool *go_on, struct error *err)
{
    switch (guide->step) {
    case GUIDE_STEP_KEYS:
        return make_keys(guide, go_on, err);
    case GUIDE_STEP_CARD:
        return make_card(guide, go_on, err);
    case GUIDE_STEP_TRUST:
        return guide_trust_authority(guide, go_on, err);
    case GUIDE_STEP_ANSWERS:
        return guide_answer(guide, go_on, err);
    case GUIDE_STEP_SEAL:
        return seal_answers(guide, go_on, err);
    default:
        return show_end(guide, err);
    }
}
