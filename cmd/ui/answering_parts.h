/* What the files of cmd/ui/answering.h share among themselves. */
#ifndef CMD_UI_ANSWERING_PARTS_H
#define CMD_UI_ANSWERING_PARTS_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "cmd/ui/talk.h"
#include "format/draft.h"
#include "scoring/answered.h"
#include "scoring/score.h"

#include <jansson.h>
#include <stdbool.h>

struct answering {
    struct talk talk;
    struct edition *edition;
    char *path; /* of the file itself, where links lead */
    json_t *draft;
    struct buffer written;   /* the file's bytes as they were read or written here last */
    struct answers *answers; /* what the draft says, and what is wrong with that */
    struct findings findings;
    struct findings days; /* warnings of days that can hardly be meant */
    struct score score;
    struct answered answered;
    size_t place;        /* where one is: of the places of answering_place */
    bool came_by_answer; /* to this question, from one that was just answered */
};

/* ---- the file: answering_file.c ---- */

/* Reads the file, or makes a new one when the user wants that. */
enum status answering_load(
    struct answering *answering, const char *path, struct error *err) MUST_USE;

/* Reads anew what the draft says, and writes it: when it returns well, the answer is on the disk.
 */
enum status answering_save(struct answering *answering, struct error *err) MUST_USE;

/* Reads anew what the draft says, and writes nothing. */
enum status answering_judge(struct answering *answering, struct error *err) MUST_USE;

void answering_unload(struct answering *answering);

/* The list at organisation.covers or participants; made where there is none. Borrowed. */
json_t *answering_covers(const struct answering *answering);
json_t *answering_participants(const struct answering *answering);

/* ---- the places: answering_places.c ---- */

enum answering_form {
    FORM_LINE,   /* a text of one line */
    FORM_NUMBER, /* an organisation number */
    FORM_DAY,
    FORM_TEXT,     /* a text of several lines */
    FORM_CHOICE,   /* one of several words */
    FORM_SEVERAL,  /* some of several words */
    FORM_COVERS,   /* organisations, by name and number */
    FORM_QUESTION, /* one of the edition's questions */
    FORM_END,      /* what is left */
};

#define ANSWERING_WHERE_SIZE (sizeof "background." + EDITION_WORD_SIZE)

struct answering_place {
    enum answering_form form;
    char where[ANSWERING_WHERE_SIZE]; /* of a text: as format/draft.h names it */
    const char *title;                /* in the user's language */
    const char *text;                 /* what is asked; "" if the title says all */
    unsigned question;                /* its place in the edition */
    bool needed;                      /* something is said of answers that lack it */
};

/* How many places there are, the end among them, and one of them. */
size_t answering_places(const struct answering *answering);
struct answering_place answering_place(const struct answering *answering, size_t number);

/* Whether nothing stands there. Where nothing is to stand, as at a question that is not asked,
 * nothing is blank. */
bool answering_is_blank(const struct answering *answering, size_t number);

/* Whether what stands there is asked of who gave the other answers (scoring/asked.h); what is no
 * question always is. */
bool answering_is_asked(const struct answering *answering, const struct answering_place *place);

/* The place behind another, or before it, that is asked or answered all the same; the end, or the
 * same place, if there is none. */
size_t answering_next(const struct answering *answering, size_t number);
size_t answering_previous(const struct answering *answering, size_t number);

/* Where to begin: the first place with an error in it; else the first that is blank and needed, or
 * that behind the last that is not blank (or a list or a text itself, which may not be whole),
 * whichever is first; where nothing needed is blank, one with a day in doubt. And the next blank
 * place behind another; the end if there is none. */
size_t answering_first(const struct answering *answering);
size_t answering_next_blank(const struct answering *answering, size_t number);

/* ---- moving about ---- */

enum answering_move {
    MOVE_AGAIN,    /* show this place anew */
    MOVE_NEXT,     /* the place behind it; of one that stays blank, the next that is */
    MOVE_ANSWERED, /* the next one that is blank */
    MOVE_BACK,
    MOVE_THERE, /* answering->place was set */
    MOVE_QUIT,
};

/* One of the keys or lines that mean the same at every place ("<", "/", "?", "=", "q"), done.
 * False: it is another. words: what was typed behind "/". */
enum status answering_command(struct answering *answering, uint32_t key, const char *words,
    bool *done, enum answering_move *move, struct error *err) MUST_USE;

/* The same of a whole line; "-" is none of them. */
enum status answering_take_sign(struct answering *answering, const char *line, bool *done,
    enum answering_move *move, struct error *err) MUST_USE;

/* ---- a question: answering_shown.c, answering_given.c ---- */

#define ANSWERING_NOTE_SIZE (sizeof "answers.65535.note")

/* Where the question's note stands. */
void answering_note_of(const struct answering *answering, const struct answering_place *place,
    char where[ANSWERING_NOTE_SIZE]);

/* The letter of a key that does something else than to choose an option: the capital one where the
 * small one is an option's. */
char answering_key(const struct model_question *question, char letter);

/* All of it, from the heading to the keys; and why nothing is to be answered to it. */
void answering_show_question(struct answering *answering, const struct answering_place *place);
void answering_say_not_asked(struct answering *answering, const struct answering_place *place);

/* Gives an answer, or takes it away if it says nothing, and writes it. Where others are answered
 * that are not asked after it, the user is shown these and decides: to take them away with it, in
 * one writing, or that all stays. *move: MOVE_ANSWERED if it was given. */
enum status answering_give(struct answering *answering, unsigned question,
    const struct answer *answer, enum answering_move *move, struct error *err) MUST_USE;

/* answering_read_text of the question's note; *move is MOVE_AGAIN if something was written. */
enum status answering_write_note(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err) MUST_USE;

/* Who has just answered by a key goes on without Enter; one from habit passes no question over:
 * that is said, once. enter: it was Enter alone. */
bool answering_means_to_pass(struct answering *answering, bool enter);

/* ---- asking: answering_question.c, answering_value.c, answering_field.c, answering_choice.c ----
 */

enum status answering_ask_question(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err) MUST_USE;
enum status answering_ask_value(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err) MUST_USE;
enum status answering_ask_choice(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err) MUST_USE;
enum status answering_ask_several(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err) MUST_USE;
enum status answering_ask_line(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err) MUST_USE;
enum status answering_ask_text(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err) MUST_USE;
enum status answering_ask_covers(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err) MUST_USE;
enum status answering_ask_end(
    struct answering *answering, enum answering_move *move, struct error *err) MUST_USE;

/* Reads a text of at most limit bytes, line by line up to an empty one, to stand behind what is
 * there. Each line is on the disk when the next is asked for, whatever ends the program. *move is
 * MOVE_ANSWERED if something was written and the text was ended. */
enum status answering_read_text(struct answering *answering, const char *where, size_t limit,
    enum answering_move *move, struct error *err) MUST_USE;

/* ---- searching, and what is left: answering_search.c, answering_left.c ---- */

enum status answering_search(struct answering *answering, const char *words,
    enum answering_move *move, struct error *err) MUST_USE;
void answering_show_left(struct answering *answering);

/* ---- what is wrong: answering_wrong.c ---- */

/* An error in what stands at a place, and a doubt about a day there; NULL if there is none.
 * Borrowed from the answering, until it reads the draft anew. */
const struct finding *answering_wrong_at(const struct answering *answering, size_t number);
const struct finding *answering_doubtful_at(const struct answering *answering, size_t number);

/* The first place of each; the end if there is none. */
size_t answering_first_wrong(const struct answering *answering);
size_t answering_first_doubtful(const struct answering *answering);

/* Says what is wrong or doubtful at a place. */
void answering_say_wrong(struct answering *answering, size_t number);

/* How many places are needed and blank. */
size_t answering_count_blank(const struct answering *answering);

/* ---- the screen: answering_screen.c ---- */

/* How well the answers do: level, points, how many questions are left. */
void answering_show_standing(struct answering *answering);

/* The keys that mean the same everywhere, and which do something here besides. quit: 'q', or 'Q'
 * where that is the letter of an option. */
enum {
    ANSWERING_KEY_NEXT = 1,
    ANSWERING_KEY_LEFT = 2,
    ANSWERING_KEY_DONE = 4,
    ANSWERING_KEY_NOTE = 8,
    ANSWERING_KEY_EMPTY = 16,
    ANSWERING_KEY_SHORTEN = 32,
    ANSWERING_KEY_GIVE = 64,
};
void answering_show_keys(struct answering *answering, unsigned which, char quit);

/* What they do, and what is asked for. */
void answering_show_help(struct answering *answering);

#endif
