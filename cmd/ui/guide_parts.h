/* What the files of cmd/ui/guide.h share among themselves. */
#ifndef CMD_UI_GUIDE_PARTS_H
#define CMD_UI_GUIDE_PARTS_H

#include "cmd/ui/talk.h"
#include "format/card.h"
#include "format/kit_rounds.h"

enum guide_step {
    GUIDE_STEP_KEYS,
    GUIDE_STEP_CARD,
    GUIDE_STEP_TRUST,
    GUIDE_STEP_ANSWERS,
    GUIDE_STEP_SEAL,
    GUIDE_STEP_END,
};

/* How far a file of answers is, as far as this process may see: it reads no workbook. */
enum guide_answers {
    GUIDE_ANSWERS_NONE,
    GUIDE_ANSWERS_SEVERAL, /* there are several files, and none was chosen */
    GUIDE_ANSWERS_WRONG,   /* something must be corrected or filled in */
    GUIDE_ANSWERS_OPEN,    /* they can be sealed, but something is said of them */
    GUIDE_ANSWERS_WHOLE,
    GUIDE_ANSWERS_WORKBOOK,
};

#define GUIDE_FOLLOWED_MAX 16

/* The round that the keys' kit tells of; all zero if there is none, or --edition was given. */
struct guide_round {
    struct kit_round round;
    size_t followed; /* the editions that its own follows, step by step */
    char follows[GUIDE_FOLLOWED_MAX][EDITION_WORD_SIZE];
    int64_t earlier_until; /* when answers of an earlier round were sealed last; 0: never */
    int64_t unsure_until; /* when answers to the same edition were sealed last before the first day,
                           * for this round or an earlier one; 0: never */
};

struct guide {
    struct app *app;
    struct talk talk;
    char *keys;    /* the key directory */
    char *answers; /* the answers' file, as it is or shall be */
    struct guide_round asked;
    char *earlier; /* a file of answers that the round does not ask for: those of last time; NULL */
    enum guide_answers state;
    struct buffer left; /* what is wrong in them, and how many are answered; "" of a workbook */
    bool chosen;        /* the file was chosen of several */
    bool kit_offered;   /* the authority's kit, if a new one lay there, in this run */
    bool round_asked;   /* which round such answers are of, if that had to be asked, in this run */
    bool sealed_ahead;  /* they are of the one that is to come */
    bool ready;         /* the user wants to seal the answers as they are */
    struct card card;   /* the own one; all zero if there is none */
    char *authority;    /* the authority's card, as it was named last; NULL */
    char *slip;         /* the transfer slip that was written in this run; NULL */
    char sealed[FINGERPRINT_SHORT_SIZE]; /* short digest of what was sealed last of these answers */
    int64_t sealed_at;
    bool by_letter; /* what is asked now was come to by a letter, which some press Enter behind */
    enum guide_step step;
};

/* Does guide->step. *go_on is false if the user wants no more, or has something else to do first.
 */
enum status guide_do_step(struct guide *guide, bool *go_on, struct error *err) MUST_USE;

/* GUIDE_STEP_ANSWERS: guide_answers.c. */
enum status guide_answer(struct guide *guide, bool *go_on, struct error *err) MUST_USE;

/* Which file of answers is meant, guide->answers: the one that was named or chosen, or the only one
 * that lies in the working directory. false if there are several; where there is none, the name
 * that it shall have. guide_files.c. */
bool guide_name_answers(struct guide *guide);

/* Of several: lets the user choose. */
enum status guide_choose_answers(struct guide *guide, bool *go_on, struct error *err) MUST_USE;

/* Names what lies beside and may hold answers, in a form that is not read. */
void guide_say_unread(struct guide *guide);

/* Sets guide->asked: what the kit says, and what the journal. guide_round.c. */
enum status guide_look_at_round(struct guide *guide, struct error *err) MUST_USE;

/* Asks, once a run, which round answers are of that the journal does not tell: those to the round's
 * own edition, sealed before its first day. After guide_look_at_round. */
enum status guide_ask_round(struct guide *guide, bool *go_on, struct error *err) MUST_USE;

/* Whether the round's edition goes on from that one; and whether a file has not been changed since
 * answers of an earlier round were sealed. */
bool guide_is_followed(const struct guide *guide, const char *edition);
bool guide_is_earlier(const struct guide *guide, const char *path);

/* Sets guide->earlier. path: NULL for none. */
void guide_set_aside(struct guide *guide, const char *path);

/* The name of a new file of answers with that ending: beside those of last time it has the round's
 * id in it. Allocated. And whether a file has such a name, or a copy's of one. */
char *guide_name_form(const struct guide *guide, const char *ending);
bool guide_has_form_name(const struct guide *guide, const char *path);

/* What was written last, among the files of answers, by the end of the round's unsure_until; NULL
 * if there is none, or if a file has the round's own name: then it was told which are earlier.
 * Allocated. guide_files.c. */
char *guide_find_unsure(const struct guide *guide);

/* GUIDE_STEP_TRUST: guide_authority.c. */
enum status guide_trust_authority(struct guide *guide, bool *go_on, struct error *err) MUST_USE;

/* Until it is a fingerprint, or the user ends. */
enum status guide_ask_fingerprint(
    struct guide *guide, struct buffer *line, bool *go_on, struct error *err) MUST_USE;

/* Says until which day answers are received, where the keys' kit tells; and, once a run, offers to
 * take in another kit that lies in the working directory. guide_kit.c. */
void guide_say_last_day(struct guide *guide);
enum status guide_offer_kit(struct guide *guide, bool *go_on, struct error *err) MUST_USE;

/* GUIDE_STEP_SEAL: guide_seal.c. */
enum status guide_seal(struct guide *guide, bool *go_on, struct error *err) MUST_USE;

/* ---- asking: guide_talk.c ---- */

/* The heading of a step, and what happens in it and why: translated paragraphs, ended by NULL. */
void guide_explain(struct guide *guide, const char *heading, const char *const *paragraphs);

/* Says that no Enter is needed, if a letter is among the keys, '\n' for Enter; waits for one of
 * them, shows it, and says once which, if another is typed; *key is 'q' if the user wants to end.
 */
enum status guide_ask_key(
    struct guide *guide, const char *keys, char *key, struct error *err) MUST_USE;

/* Asks for a line, with suggested in the place of an empty one; where that is "" an empty one is
 * asked for again, where it is NULL it is an answer: the second one, behind a letter. *go_on is
 * false for "q" alone and Ctrl-D. The line is the caller's. */
enum status guide_ask_line(struct guide *guide, const char *question, const char *suggested,
    struct buffer *line, bool *go_on, struct error *err) MUST_USE;

/* The same for a path: quotation marks around it are taken away, and it is as by name_as_path. */
enum status guide_ask_path(struct guide *guide, const char *question, const char *suggested,
    struct buffer *line, bool *go_on, struct error *err) MUST_USE;

void guide_show_empty_line(struct guide *guide);

/* Shows it broken into lines, and releases it. */
void guide_show_paragraph(struct guide *guide, struct buffer *sentence);

/* One of the keys that may be typed, and a text to be translated. */
void guide_show_choice(struct guide *guide, const char *key, const char *text);

/* ---- other subcommands: guide_talk.c ---- */

/* Words of a command line, ended by NULL; what is added beyond GUIDE_WORDS_MAX is left out. */
#define GUIDE_WORDS_MAX 64
struct guide_words {
    const char *word[GUIDE_WORDS_MAX + 1];
    size_t count;
};

struct guide_words guide_words(const char *subcommand);

/* A path among them is as by name_as_path. */
void guide_add_word(struct guide_words *words, const char *word);
void guide_add_option(struct guide_words *words, const char *option, const char *value);

/* What was given to the guide and goes on to what opens keys, and to what reads answers. */
void guide_add_keys(const struct guide *guide, struct guide_words *words);
void guide_add_edition(const struct guide *guide, struct guide_words *words);

/* Shows the words as they would be typed, with --edition and --allow-example-keys where they were
 * given here and the subcommand takes them, and runs them (app_run). *go_on is false if it failed
 * and the user does not want to try again. */
enum status guide_run(
    struct guide *guide, const char *const *words, bool *go_on, struct error *err) MUST_USE;

/* What guide_run asks about a step that was not done. */
enum status guide_ask_again(struct guide *guide, bool *go_on, struct error *err) MUST_USE;

/* The same, asking nothing: *ended is how it ended. */
enum status guide_run_plainly(
    struct guide *guide, const char *const *words, enum status *ended, struct error *err) MUST_USE;

#endif
