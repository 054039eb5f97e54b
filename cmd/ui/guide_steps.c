/* The steps of a guide. */
#include "base/local_time.h"
#include "base/shown.h"
#include "base/system/mounted.h"
#include "base/system/paste.h"
#include "cmd/ui/guide_parts.h"
#include "cmd/ui/load.h"
#include "format/name.h"
#include "format/organisation_number.h"
#include "report/layout.h"
#include "report/line_break.h"

/* ---- keys ---- */

/* Whoever starts in another folder than last time shall not make other keys unawares. */
static void say_no_keys(struct guide *guide)
{
    struct buffer sentence = {0};
    struct buffer text = {0};
    shown_printf(&sentence,
        text_of(guide->app,
            "There are no keys here yet; they would lie in the folder %s. If you have made keys before, they lie "
            "elsewhere: end here, and start `sigill guide` in the folder where you began, or with -k and "
            "the keys' folder."),
        guide->keys);
    layout_paragraph(&text, "", buffer_string(&sentence));
    buffer_text(&text, "\n");
    buffer_free(&sentence);
    talk_show(&guide->talk, &text);
}

/* Another try is the same command: what was chosen is not asked for again. */
static enum status run_until_done(
    struct guide *guide, const char *const *words, bool *go_on, struct error *err)
{
    enum status ended = STATUS_REFUSED;
    while (*go_on && ended != STATUS_OK) {
        TRY(guide_run_plainly(guide, words, &ended, err));
        if (ended != STATUS_OK)
            TRY(guide_ask_again(guide, go_on, err));
    }
    return STATUS_OK;
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
    return run_until_done(guide, words.word, go_on, err);
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

/* ---- the end ---- */

/* Which bundle, and which slip, where several lie about. */
static void show_sealed(struct guide *guide)
{
    char moment[LOCAL_TIME_SIZE];
    struct buffer text = {0};
    local_time_format(moment, guide->sealed_at);
    layout_say(&text, "",
        text_of(guide->app, "Hand over the bundle with the short digest %s, sealed %s."),
        guide->sealed, moment);
    if (guide->slip != NULL)
        layout_say(&text, "",
            text_of(
                guide->app, "Its transfer slip is %s: open it in a browser, print it and sign it."),
            guide->slip);
    else
        layout_paragraph(&text, "",
            text_of(guide->app, "Its transfer slip is the one that has this short digest on it."));
    talk_show(&guide->talk, &text);
}

static void show_receipt_command(struct guide *guide)
{
    struct buffer text = {0};
    struct buffer pasted = {0};
    layout_say(&text, "",
        text_of(guide->app,
            "The receipt comes on a medium: `sigill receipt %s -k %s` reads it, with the medium's own "
            "folder in the place of %s."),
        mounted_example(), paste_path(&pasted, guide->keys), mounted_example());
    buffer_free(&pasted);
    talk_show(&guide->talk, &text);
}

static enum status show_end(struct guide *guide, struct error *err)
{
    static const char *const done[] = {
        N_("The answers are sealed, and have not been changed since."), NULL};
    static const char *const next[] = {
        N_("If the authority does not know your card yet, it calls you; then read out the fingerprint below."),
        N_("Keep the answers until the receipt has come. If you change the answers, start `sigill guide` again: the "
           "new bundle replaces the old one."),
        NULL};
    struct guide_words words = guide_words("fingerprint");
    enum status ended;
    guide_explain(guide, text_of(guide->app, "Done"), done);
    show_sealed(guide);
    for (size_t i = 0; next[i] != NULL; i++)
        talk_say(&guide->talk, text_of(guide->app, next[i]));
    show_receipt_command(guide);
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
        return guide_seal(guide, go_on, err);
    default:
        return show_end(guide, err);
    }
}
