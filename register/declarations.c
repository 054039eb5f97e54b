/* Rounds and population lists against what the audit says of them last. */
#include "register/agreement_parts.h"
#include "register/population.h"
#include "register/rounds.h"
#include "register/store_parts.h"

#include <stdlib.h>
#include <string.h>

/* What was declared last of a round, or of its list. */
struct declaration {
    enum audit_kind kind; /* AUDIT_ROUND or AUDIT_POPULATION */
    char round[MANIFEST_WORD_SIZE];
    char words[AUDIT_SUBJECT_SIZE];
    bool found; /* in the table */
};

static struct declaration *find_declaration(
    const struct declaration_list *list, enum audit_kind kind, const char *round)
{
    struct declaration *declaration = list->declarations.items;
    for (size_t i = 0; i < list->declarations.count; i++) {
        if (declaration[i].kind == kind && strcmp(declaration[i].round, round) == 0)
            return &declaration[i];
    }
    return NULL;
}

/* ---- what the audit says ---- */

static void note_declaration(
    struct declaration_list *list, enum audit_kind kind, const struct audit_row *row)
{
    char round[MANIFEST_WORD_SIZE] = "";
    (void)audit_value(row, "round", round, sizeof round);
    struct declaration *declaration = find_declaration(list, kind, round);
    if (declaration == NULL)
        declaration = list_add(&list->declarations);
    declaration->kind = kind;
    memcpy(declaration->round, round, sizeof round);
    memcpy(declaration->words, row->subject, sizeof row->subject);
}

void declarations_note(struct declaration_list *list, const struct audit_row *row)
{
    list->declarations.size = sizeof(struct declaration);
    if (strcmp(row->kind, audit_kind_name(AUDIT_ROUND)) == 0)
        note_declaration(list, AUDIT_ROUND, row);
    if (strcmp(row->kind, audit_kind_name(AUDIT_POPULATION)) == 0)
        note_declaration(list, AUDIT_POPULATION, row);
}

/* ---- what the tables say ---- */

static enum status refuse_declaration(
    const struct store *store, const char *round, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "%s: the round %s, or the list of those who are asked in it, is not as it was declared by "
        "the audit: somebody has edited the register; `sigill-msb fsck` shows what is amiss; "
        "restore it from a copy",
        store->path, round);
}

/* words: what the table gives now. */
static enum status compare_declaration(const struct declaration_list *list, enum audit_kind kind,
    const char *round, const char words[AUDIT_SUBJECT_SIZE], struct error *err)
{
    struct declaration *declared = find_declaration(list, kind, round);
    if (declared == NULL || strcmp(declared->words, words) != 0)
        return refuse_declaration(list->store, round, err);
    declared->found = true;
    return STATUS_OK;
}

static enum status compare_rounds(const struct declaration_list *list, struct error *err)
{
    struct round *rounds = NULL;
    size_t count = 0;
    char words[AUDIT_SUBJECT_SIZE];
    enum status status;
    TRY_OUT(rounds_load(list->store, &rounds, &count, err));
    for (size_t i = 0; i < count; i++) {
        rounds_words(words, &rounds[i]);
        TRY_OUT(compare_declaration(list, AUDIT_ROUND, rounds[i].id, words, err));
    }
out:
    free(rounds);
    return status;
}

static enum status compare_list(
    const struct declaration_list *list, const char *round, struct error *err)
{
    struct population_entry *entries = NULL;
    size_t count = 0;
    char words[AUDIT_SUBJECT_SIZE];
    TRY(population_load(list->store, round, &entries, &count, err));
    population_words(words, round, entries, count);
    free(entries);
    return compare_declaration(list, AUDIT_POPULATION, round, words, err);
}

static enum status compare_list_row(void *context, sqlite3_stmt *row, struct error *err)
{
    const struct declaration_list *list = context;
    char round[MANIFEST_WORD_SIZE] = "";
    (void)store_column_text(row, 0, round, sizeof round);
    return compare_list(list, round, err);
}

static enum status compare_lists(struct declaration_list *list, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(list->store, "SELECT DISTINCT round FROM population", &select, err));
    return store_each(list->store, select, compare_list_row, list, err);
}

/* A list that was moved to another round is an empty one. */
static enum status compare_rest(const struct declaration_list *list, struct error *err)
{
    const struct declaration *declared = list->declarations.items;
    for (size_t i = 0; i < list->declarations.count; i++) {
        if (!declared[i].found && declared[i].kind == AUDIT_ROUND)
            return refuse_declaration(list->store, declared[i].round, err);
        if (!declared[i].found)
            TRY(compare_list(list, declared[i].round, err));
    }
    return STATUS_OK;
}

enum status declarations_compare(struct declaration_list *list, struct error *err)
{
    TRY(compare_rounds(list, err));
    TRY(compare_lists(list, err));
    return compare_rest(list, err);
}

void declarations_free(struct declaration_list *list)
{
    free(list->declarations.items);
}
