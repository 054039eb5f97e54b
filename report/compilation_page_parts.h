/* The parts of the report's page, for compilation_page alone. */
#ifndef REPORT_COMPILATION_PAGE_PARTS_H
#define REPORT_COMPILATION_PAGE_PARTS_H

#include "base/list.h"
#include "report/compilation_page.h"

/* A heading, for the contents. */
struct page_heading {
    unsigned depth; /* 1: a chapter, 2: a part of one */
    const char *id;
    const char *text; /* with its number before it */
};

/* The chapters while they are written: the contents, which stand before them, need them all. */
struct page_chapters {
    const struct compilation_page *input;
    const struct catalog *catalog;
    const struct edition *edition;
    struct report kept; /* texts that live as long as the chapters */
    struct buffer out;
    struct list headings; /* of struct page_heading */
    unsigned chapters;
    unsigned parts; /* of the last chapter */
    bool *put;      /* owned: which tables of the report stand somewhere */
};

/* Begins a chapter, or ends it; or begins a part of one, which ends where the next begins. The ids
 * are unique in the page. */
void page_chapter(struct page_chapters *page, const char *id, const char *heading);
void page_chapter_end(struct page_chapters *page);
void page_part(struct page_chapters *page, const char *id, const char *heading);

/* The editor's text for the place with that key (report/compilation_texts.h). */
void page_editor(struct page_chapters *page, const char *key);
bool page_has_editor(const struct page_chapters *page, const char *key);

/* A diagram, or all those of the group at that place; the table whose file has that name; every
 * table of a section. Each with the editor's text for it. A table stands once: where it is first
 * asked for. */
void page_diagram(struct page_chapters *page, unsigned number);
void page_diagrams(struct page_chapters *page, size_t group);
void page_table(struct page_chapters *page, const char *file);
void page_tables(struct page_chapters *page, const char *section);

/* The tables that no chapter has asked for. */
void page_more_tables(struct page_chapters *page);

/* Chapters. */
void page_summary(struct page_chapters *page);
void page_reading(struct page_chapters *page);
void page_response(struct page_chapters *page);
void page_overall(struct page_chapters *page);
void page_groups(struct page_chapters *page);
void page_next_level(struct page_chapters *page);
void page_panel(struct page_chapters *page); /* nothing where no other round is beside it */
void page_advice(struct page_chapters *page);
void page_model(struct page_chapters *page);
void page_glossary(struct page_chapters *page);

#endif
