#include "register/audited.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct audited *audited_new(void)
{
    struct audited *audited = memory_new(1, sizeof *audited);
    audited->cards.size = sizeof(struct audited_enrolment);
    audited->editions.size = sizeof(struct audited_edition);
    audited->rows.size = sizeof(struct audited_row);
    return audited;
}

void audited_free(struct audited *audited)
{
    if (audited == NULL)
        return;
    free(audited->cards.items);
    free(audited->editions.items);
    free(audited->rows.items);
    free(audited->first);
    free(audited->last);
    free(audited);
}

/* ---- cards ---- */

void audited_add_card(struct audited *audited, const struct audited_enrolment *enrolment)
{
    *(struct audited_enrolment *)list_add(&audited->cards) = *enrolment;
    audited->sorted = false;
}

void audited_complete_cards(struct audited *audited)
{
    audited->complete = true;
}

void audited_forget_cards(struct audited *audited)
{
    if (audited == NULL)
        return;
    audited->cards.count = 0;
    audited->complete = false;
}

bool audited_has_all_cards(const struct audited *audited)
{
    return audited != NULL && audited->complete;
}

static int by_bytes(const void *one, const void *other)
{
    const struct audited_enrolment *a = one;
    const struct audited_enrolment *b = other;
    return memcmp(a->fingerprint.bytes, b->fingerprint.bytes, FINGERPRINT_SIZE);
}

static const struct audited_enrolment *find_audited_card(
    struct audited *audited, const struct fingerprint *fingerprint)
{
    const struct audited_enrolment sought = {.fingerprint = *fingerprint};
    const struct list *cards = &audited->cards;
    if (cards->count == 0)
        return NULL;
    if (!audited->sorted)
        qsort(cards->items, cards->count, cards->size, by_bytes);
    audited->sorted = true;
    return bsearch(&sought, cards->items, cards->count, cards->size, by_bytes);
}

const struct audited_enrolment *audited_card(struct audited *audited, const void *frame,
    size_t length, struct card *card, struct fingerprint *fingerprint)
{
    if (audited == NULL || frame == NULL ||
        card_fingerprint(frame, length, fingerprint, NULL) != STATUS_OK)
        return NULL;
    const struct audited_enrolment *enrolment = find_audited_card(audited, fingerprint);
    if (enrolment == NULL)
        return NULL;
    if (!audited->held || !fingerprint_equal(&audited->of, fingerprint)) {
        audited->held =
            card_open_noted(frame, length, fingerprint, &audited->card, NULL) == STATUS_OK;
        audited->of = *fingerprint;
    }
    if (!audited->held)
        return NULL;
    *card = audited->card;
    return enrolment;
}

/* ---- editions ---- */

static struct audited_edition *edition_of_id(const struct audited *audited, const char *id)
{
    struct audited_edition *edition = audited->editions.items;
    for (size_t i = 0; i < audited->editions.count; i++) {
        if (strcmp(edition[i].id, id) == 0)
            return &edition[i];
    }
    return NULL;
}

void audited_note_edition(struct audited *audited, const struct audit_row *row)
{
    char id[EDITION_WORD_SIZE] = "";
    if (strcmp(row->kind, audit_kind_name(AUDIT_EDITION)) != 0)
        return;
    (void)audit_value(row, "edition", id, sizeof id);
    struct audited_edition *edition = edition_of_id(audited, id);
    if (edition == NULL)
        edition = list_add(&audited->editions);
    text_copy(edition->id, sizeof edition->id, id);
    (void)audit_digest(row, "file", edition->file.bytes);
    edition->time = row->time;
}

const struct audited_edition *audited_edition(
    const struct audited *audited, const char *id, const struct fingerprint *file)
{
    const struct audited_edition *edition = audited == NULL ? NULL : edition_of_id(audited, id);
    return edition != NULL && fingerprint_equal(&edition->file, file) ? edition : NULL;
}

/* ---- rows ---- */

enum { FIRST_HASHES = 64 };

/* FNV-1a. Numbers are those of cards that the authority enrolled: nobody chooses them to collide.
 */
static size_t hash_of(const struct audited *audited, const char *number)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *number != '\0'; number++)
        hash = (hash ^ (uint8_t)*number) * UINT64_C(1099511628211);
    return (size_t)(hash & (audited->hashes - 1));
}

static struct audited_row *row_at(const struct audited *audited, size_t place)
{
    struct audited_row *rows = audited->rows.items;
    return place == 0 ? NULL : &rows[place - 1];
}

static void link_row(struct audited *audited, size_t place)
{
    struct audited_row *row = row_at(audited, place);
    size_t hash = hash_of(audited, row->number);
    struct audited_row *before = row_at(audited, audited->last[hash]);
    row->next = 0;
    if (before == NULL)
        audited->first[hash] = place;
    else
        before->next = place;
    audited->last[hash] = place;
}

static void grow_hashes(struct audited *audited)
{
    if (audited->hashes == 0)
        audited->hashes = FIRST_HASHES;
    while (audited->hashes < audited->rows.count)
        audited->hashes *= 2;
    free(audited->first);
    free(audited->last);
    audited->first = memory_new(audited->hashes, sizeof *audited->first);
    audited->last = memory_new(audited->hashes, sizeof *audited->last);
    audited->linked = 0;
}

/* Those that were added since somebody looked last. */
static void link_rows(struct audited *audited)
{
    if (audited->rows.count > audited->hashes)
        grow_hashes(audited);
    while (audited->linked < audited->rows.count)
        link_row(audited, ++audited->linked);
}

void audited_add_row(struct audited *audited, const char *number, int64_t serial)
{
    struct audited_row *row = list_add(&audited->rows);
    text_copy(row->number, sizeof row->number, number);
    row->serial = serial;
}

static const struct audited_row *same_from(
    const struct audited *audited, const struct audited_row *row, const char *number)
{
    while (row != NULL && strcmp(row->number, number) != 0)
        row = row_at(audited, row->next);
    return row;
}

const struct audited_row *audited_first_row(struct audited *audited, const char *number)
{
    link_rows(audited);
    if (audited->hashes == 0)
        return NULL;
    return same_from(audited, row_at(audited, audited->first[hash_of(audited, number)]), number);
}

const struct audited_row *audited_next_row(
    const struct audited *audited, const struct audited_row *row)
{
    return same_from(audited, row_at(audited, row->next), row->number);
}
